using AuditConsole.Engine;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Settings;

namespace AuditConsole.Hosting;

/// <summary>The host this console watches, with all that lives as long as the watching: the engine if it is the source, the lease, the monitor.</summary>
public sealed class MonitoredHost : IAsyncDisposable
{
    private const string LeaseFolder = "/run/auditconsole";
    private const string KernelLease = "kernel";
    private static readonly TimeSpan s_kernelPoll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_enginePoll = TimeSpan.FromSeconds(5);

    private readonly EngineSource? _engine;
    private readonly Lease _lease;

    /// <exception cref="SettingsException">The engine's socket cannot be opened.</exception>
    public MonitoredHost(ConsoleSettings settings, SourceChoice choice, IHistory history, TimeProvider time, ILogger<MonitoredHost> logger)
    {
        Settings = settings;
        Choice = choice;
        HostDescription description;
        if (choice.Source == HostSource.Engine)
        {
            _engine = new EngineSource(settings, time, logger);
            description = _engine.Describe();
        }
        else
        {
            description = KernelSource.Describe(settings, time);
        }

        _lease = settings.PollMode == PollMode.Observe
            ? Lease.None("AuditConsole:Poll:Mode is observe, so this console never clears.")
            : _engine is null ? TakeKernelLease() : Lease.Take(settings.StateDirectory, SettingsLoader.EngineHost);
        PollInterval = settings.PollInterval ?? (_engine is null ? s_kernelPoll : s_enginePoll);
        Monitor = new HostMonitor(
            description,
            history,
            _lease,
            new MonitorOptions
            {
                SampleInterval = settings.SampleInterval,
                PollInterval = PollInterval,
                ChangeFile = Path.Combine(settings.StateDirectory, $"change-{(_engine is null ? "kernel" : "engine")}.json"),
                WaitingFile = Path.Combine(settings.StateDirectory, $"waiting-{(_engine is null ? "kernel" : "engine")}.jsonl"),
            },
            time);
    }

    public ConsoleSettings Settings { get; }

    public SourceChoice Choice { get; }

    public HostMonitor Monitor { get; }

    public TimeSpan PollInterval { get; }

    /// <summary>The engine where it is the source.</summary>
    internal AuditEngine? Engine => _engine?.Engine;

    /// <summary>Tries to take the right to clear and change this machine's kernel, which one process has at a time.</summary>
    public static Lease TakeKernelLease() => Lease.Take(LeaseFolder, KernelLease);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_engine is not null)
        {
            await _engine.StartAsync(cancellationToken);
        }

        await Monitor.RunAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        Monitor.Dispose();
        _lease.Dispose();
    }
}
