namespace AuditConsole.Guest.Inside.Support;

/// <summary>A console inside the guest that watches its kernel with windows of three seconds, for all tests of a class.</summary>
public sealed class GuestConsole : IAsyncLifetime
{
    /// <summary>The kernel's host key.</summary>
    public const string Host = "guest";

    private ConsoleProcess? _console;

    internal ConsoleProcess Process => _console!;

    /// <summary>Starts it and waits for its first status.</summary>
    public async ValueTask InitializeAsync()
    {
        _console = await StartAsync("00:00:03");
        await _console.StatusAsync(Host);
    }

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => _console?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal static Task<ConsoleProcess> StartAsync(string pollInterval) => ConsoleProcess.StartAsync(
        ["taskset", "-c", "1"],
        Directory.CreateDirectory($"/run/auditconsole-{Guid.NewGuid():n}").FullName,
        "--AuditConsole:Source=kernel",
        $"--AuditConsole:HostName={Host}",
        $"--AuditConsole:Poll:Interval={pollInterval}");
}
