using AuditConsole.Engine;
using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Statistics;
using AuditConsole.Engine.Workload;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Settings;

namespace AuditConsole.Hosting;

/// <summary>The engine as the source that is shown, with what keeps it busy and the socket on which others reach it.</summary>
internal sealed class EngineSource : IAsyncDisposable
{
    // As the console asks for on the kernel's socket.
    private const int ReadLogBuffer = 8 * 1024 * 1024;

    private readonly ConsoleSettings _settings;
    private readonly EngineWorkload? _workload;
    private readonly EngineSocket? _socket;
    private readonly CancellationTokenSource _stopping = new();
    private Task _kauditd = Task.CompletedTask;

    /// <exception cref="SettingsException">Its socket cannot be opened.</exception>
    public EngineSource(ConsoleSettings settings, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        Engine = new AuditEngine(settings.Engine, time, new EngineLog(logger).Write);
        // Without a workload that says how far the consumer gets, it takes what other programs log as soon as it is there.
        var runsByItself = settings is { EngineSocket: not null, Scenario: "none" };
        _workload = runsByItself ? null : new EngineWorkload(Engine, settings.Scenario, settings.Seed, time);
        _socket = settings.EngineSocket is { } path ? Open(path, time) : null;
    }

    public AuditEngine Engine { get; }

    public HostDescription Describe() => new()
    {
        Host = SettingsLoader.EngineHost,
        Source = HostSource.Engine,
        System = "simulated engine",
        Hz = Engine.Hz,
        BootId = Guid.NewGuid().ToString("n"),
        Connect = () => Engine.Connect(),
        OpenReadLog = ReadLogRefusal is null ? () => Engine.Connect(new EngineConnectionOptions { ReadLog = true, ReceiveBuffer = ReadLogBuffer }) : null,
        ReadLogRefusal = ReadLogRefusal,
        CountsProducers = _settings.CountsProducers,
        TakeSummary = () => Summarise(Engine.ReadAndClearStatistics()),
    };

    // To join is an event that the engine records, so it is not done for nothing.
    private string? ReadLogRefusal =>
        _settings.ReadLog == ReadLogSetting.Off ? KernelSource.ReadLogOff
        : _settings is { EngineSocket: null, CountsProducers: false } ? "Without Engine:Socket nobody else reaches the engine, so there is nobody to watch."
        : null;

    /// <summary>Boots: the record of it has been taken then, and the mark stands at 1.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Engine.LogBoot();
        await Engine.PassAsync(int.MaxValue, cancellationToken: cancellationToken);
        if (_workload is null)
        {
            _kauditd = Engine.RunKauditdAsync(_stopping.Token);
        }
        else
        {
            _workload.Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _kauditd.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }

        if (_workload is not null)
        {
            await _workload.DisposeAsync();
        }

        await Engine.DisposeAsync();
        _stopping.Dispose();
    }

    private static BacklogSummary Summarise(BacklogWindow window) =>
        new(window.Mean, BacklogHistogram.Of(window.Distribution.Buckets.Select(bucket => (bucket.To, bucket.Time))));

    private EngineSocket Open(string path, TimeProvider time)
    {
        try
        {
            return new EngineSocket(Engine, path, time);
        }
        catch (IOException e)
        {
            throw new SettingsException([$"{SettingsLoader.Section}:Engine:Socket: {e.Message}"]);
        }
    }
}
