namespace AuditConsole.Processes.Tests.Support;

/// <summary>A console on the engine, with a window each second, that a class of tests asks.</summary>
public sealed class RunningEngine : IAsyncLifetime
{
    private readonly TemporaryFolder _state = new();

    internal ConsoleProcess Console { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Console = await ConsoleProcess.StartEngineAsync(_state.Path, "--AuditConsole:Poll:Interval=00:00:01");

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        _state.Dispose();
    }
}
