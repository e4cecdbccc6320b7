namespace AuditConsole.Guest.Inside.Support;

/// <summary>A console inside the guest that watches its kernel with windows of three seconds, for all tests of a class or a collection.</summary>
public class GuestConsole : IAsyncLifetime
{
    /// <summary>The kernel's host key.</summary>
    public const string Host = "guest";

    /// <summary>
    /// On the processor that the tests leave free. Where it is emulated, to compile a second time what has just been started
    /// would take a tenth of the start away, so that waits until nothing new has been started for 10 s (0x2710 ms).
    /// </summary>
    internal static readonly string[] Under = ["env", "DOTNET_TC_CallCountingDelayMs=2710", "taskset", "-c", "1"];

    private ConsoleProcess? _console;

    internal ConsoleProcess Process => _console!;

    /// <summary>What it is told besides.</summary>
    protected virtual string[] Settings => [];

    /// <summary>Starts it and waits for its first status.</summary>
    public async ValueTask InitializeAsync()
    {
        _console = await ConsoleProcess.StartAsync(
            Under,
            Directory.CreateDirectory($"/run/auditconsole-{Guid.NewGuid():n}").FullName,
            ["--AuditConsole:Source=kernel", $"--AuditConsole:HostName={Host}", "--AuditConsole:Poll:Interval=00:00:03", .. Settings]);
        await _console.StatusAsync(Host);
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_console is not null)
        {
            await _console.DisposeAsync();
        }
    }
}

/// <summary>The classes whose tests ask one and the same console: to start another takes the guest half a minute.</summary>
[CollectionDefinition(Name)]
public sealed class WatchedKernel : ICollectionFixture<GuestConsole>
{
    /// <summary>Their collection.</summary>
    public const string Name = "watched kernel";
}

/// <summary>One that uses its probe even where the kernel keeps a mark.</summary>
public sealed class PreferringConsole : GuestConsole
{
    /// <inheritdoc/>
    protected override string[] Settings => ["--AuditConsole:Probe=prefer", "--AuditConsole:ProbeMode=full"];
}
