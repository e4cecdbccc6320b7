using AuditConsole.Engine;
using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Statistics;
using AuditConsole.Engine.Workload;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Settings;

namespace AuditConsole.Hosting;

/// <summary>The host this console watches, with all that lives as long as the watching: the engine if it is the source, the lease, the monitor.</summary>
public sealed class MonitoredHost : IAsyncDisposable
{
    private const string LeaseFolder = "/run/auditconsole";
    private const string KernelLease = "kernel";
    private static readonly TimeSpan s_kernelPoll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_enginePoll = TimeSpan.FromSeconds(5);

    private readonly AuditEngine? _engine;
    private readonly EngineWorkload? _workload;
    private readonly EngineSocket? _socket;
    private readonly CancellationTokenSource _stopping = new();
    private Task _kauditd = Task.CompletedTask;
    private readonly Lease _lease;

    /// <exception cref="SettingsException">The engine's socket cannot be opened.</exception>
    public MonitoredHost(ConsoleSettings settings, SourceChoice choice, IHistory history, TimeProvider time, ILogger<MonitoredHost> logger)
    {
        Settings = settings;
        Choice = choice;
        HostDescription description;
        if (choice.Source == HostSource.Engine)
        {
            _engine = new AuditEngine(settings.Engine, time, new EngineLog(logger).Write);
            _workload = RunsByItself(settings) ? null : new EngineWorkload(_engine, settings.Scenario, settings.Seed, time);
            _socket = settings.EngineSocket is { } path ? Open(_engine, path, time) : null;
            description = DescribeEngine(_engine);
        }
        else
        {
            description = DescribeKernel(settings.HostName);
        }

        _lease = settings.PollMode == PollMode.Observe
            ? Lease.None("AuditConsole:Poll:Mode is observe, so this console never clears.")
            : _engine is null ? Lease.Take(LeaseFolder, KernelLease) : Lease.Take(settings.StateDirectory, SettingsLoader.EngineHost);
        PollInterval = settings.PollInterval ?? (_engine is null ? s_kernelPoll : s_enginePoll);
        Monitor = new HostMonitor(
            description,
            history,
            _lease,
            new MonitorOptions { SampleInterval = settings.SampleInterval, PollInterval = PollInterval },
            time);
    }

    public ConsoleSettings Settings { get; }

    public SourceChoice Choice { get; }

    public HostMonitor Monitor { get; }

    public TimeSpan PollInterval { get; }

    /// <summary>The engine where it is the source.</summary>
    internal AuditEngine? Engine => _engine;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_engine is not null)
        {
            // As after a boot: the record of it has been taken, and the mark stands at 1.
            _engine.LogBoot();
            await _engine.PassAsync(int.MaxValue, cancellationToken: cancellationToken);
            _kauditd = _workload is null ? _engine.RunKauditdAsync(_stopping.Token) : _kauditd;
        }

        _workload?.Start();

        await Monitor.RunAsync(cancellationToken);
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

        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        Monitor.Dispose();
        _lease.Dispose();
        _stopping.Dispose();
    }

    private static EngineSocket Open(AuditEngine engine, string path, TimeProvider time)
    {
        try
        {
            return new EngineSocket(engine, path, time);
        }
        catch (IOException e)
        {
            throw new SettingsException([$"{SettingsLoader.Section}:Engine:Socket: {e.Message}"]);
        }
    }

    // Without a workload that says how far the consumer gets, it takes what other programs log as soon as it is there.
    private static bool RunsByItself(ConsoleSettings settings) => settings is { EngineSocket: not null, Scenario: "none" };

    private static HostDescription DescribeEngine(AuditEngine engine) => new()
    {
        Host = SettingsLoader.EngineHost,
        Source = HostSource.Engine,
        System = "simulated engine",
        Hz = engine.Hz,
        BootId = Guid.NewGuid().ToString("n"),
        Connect = () => engine.Connect(),
        TakeSummary = () => Summarise(engine.ReadAndClearStatistics()),
    };

    private static BacklogSummary Summarise(BacklogWindow window) =>
        new(window.Mean, window.Distribution.Quantile(0.5), window.Distribution.Quantile(0.99));

    private static HostDescription DescribeKernel(string hostName)
    {
        var kernel = new KernelHost();
        return new HostDescription
        {
            Host = hostName,
            Source = HostSource.Kernel,
            System = $"kernel {kernel.Release}".TrimEnd(),
            Hz = kernel.Hz,
            BootId = kernel.BootId ?? "unknown",
            Connect = NetlinkTransport.Open,
            Explain = new KernelAccess(kernel).Explain,
        };
    }
}
