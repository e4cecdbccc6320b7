using AuditConsole.Engine;
using AuditConsole.Engine.Workload;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Netlink;
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

    private readonly AuditEngine? _engine;
    private readonly EngineWorkload? _workload;
    private readonly Lease _lease;

    public MonitoredHost(ConsoleSettings settings, SourceChoice choice, IHistory history, TimeProvider time)
    {
        Settings = settings;
        Choice = choice;
        HostDescription description;
        if (choice.Source == HostSource.Engine)
        {
            _engine = new AuditEngine(settings.Engine, time);
            _workload = new EngineWorkload(_engine, settings.Scenario, settings.Seed, time);
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
        _workload?.Start();
        await Monitor.RunAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
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
    }

    private static HostDescription DescribeEngine(AuditEngine engine) => new()
    {
        Host = SettingsLoader.EngineHost,
        Source = HostSource.Engine,
        System = "simulated engine",
        Hz = engine.Hz,
        BootId = Guid.NewGuid().ToString("n"),
        Connect = () => engine.Connect(),
    };

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
