using AuditConsole.Access.Storage;
using AuditConsole.Hosting;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Settings;

namespace AuditConsole.Commands;

/// <summary>The accounts and the activity that a command about access works on.</summary>
internal sealed class AccessWork : IAsyncDisposable
{
    private readonly IHistory _history;
    private readonly string _host;

    private AccessWork(ConsoleSettings settings)
    {
        Directory.CreateDirectory(settings.StateDirectory);
        File = AccessFile.Open(settings.StateDirectory, TimeProvider.System);
        _history = HistoryStore.Open(settings);
        _host = settings.HostName;
    }

    public AccessFile File { get; }

    /// <summary>Who runs the command.</summary>
    public Requester By { get; } = new(Environment.UserName, "command line");

    /// <returns>What the command ends with.</returns>
    public static Task<int> RunAsync(IConfiguration configuration, Func<AccessWork, Task> work) => CommandFailure.CatchAsync(async () =>
    {
        try
        {
            await using var access = new AccessWork(SettingsLoader.Load(configuration, Environment.MachineName));
            await work(access);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is SettingsException or AccessException or HistoryException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(e.Message, e is SettingsException or AccessException ? ExitCode.Usage : ExitCode.Failed);
        }
    });

    /// <exception cref="AccessException">There is none.</exception>
    public Account Find(string name) => File.Accounts.Find(name) ?? throw new AccessException($"There is no account \"{name}\"; user list prints those there are.");

    /// <summary>Writes down what was done.</summary>
    public async Task NoteAsync(string text)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await _history.AddActivityAsync(new Activity(_host, at, ActivityKind.Access, By.Name, null, null, text) { Origin = By.Origin }, CancellationToken.None);
        await Console.Error.WriteLineAsync(text);
    }

    public ValueTask DisposeAsync()
    {
        File.Dispose();
        return _history.DisposeAsync();
    }
}
