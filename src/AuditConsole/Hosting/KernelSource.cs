using AuditConsole.Configure;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Sampling;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Watchers;
using AuditConsole.Settings;

namespace AuditConsole.Hosting;

/// <summary>This machine's kernel as a host to watch: the connection, the probe, the sampler, and what the machine tells beside them.</summary>
internal static class KernelSource
{
    public const string ReadLogOff = "AuditConsole:Records:ReadLog is off, so records of audit are not read here; set it to auto to see who clears and changes what.";

    public static HostDescription Describe(ConsoleSettings settings, TimeProvider time)
    {
        var kernel = new KernelHost();
        var access = new KernelAccess(kernel);
        var refusal = settings.ReadLog == ReadLogSetting.Off ? ReadLogOff : access.ReadLogRefusal;
        return new HostDescription
        {
            Host = settings.HostName,
            Source = HostSource.Kernel,
            System = $"kernel {kernel.Release}".TrimEnd(),
            Hz = kernel.Hz,
            BootId = kernel.BootId ?? "unknown",
            Connect = NetlinkTransport.Open,
            StartProbe = settings.Probe == ProbeSetting.Off ? null : () => Task.Run(() => Start(settings.ProbeMode, kernel, time)),
            PrefersProbe = settings.Probe == ProbeSetting.Prefer,
            StartSampler = settings.SamplerCpuShare == 0
                ? null
                : () => new KernelSampler(BacklogSampler.Start(new SamplerOptions { CpuShare = settings.SamplerCpuShare }, time), access.Explain),
            SocketDrops = new NetlinkSockets().DropsOf,
            AuditDefault = kernel.IsAuditDefault,
            OpenReadLog = refusal is null ? NetlinkTransport.OpenReadLog : null,
            ReadLogRefusal = refusal,
            WritesTrail = access.MayWriteRecords,
            CountsProducers = settings.CountsProducers,
            GuardChange = GuardianProcess.Start,
            Explain = access.Explain,
        };
    }

    private static ProbeAttempt Start(ProbeMode mode, KernelHost kernel, TimeProvider time)
    {
        var start = AuditProbe.Start(time, mode);
        return new ProbeAttempt(start.Probe is { } probe ? new KernelProbe(probe, kernel) : null, start.Refusals, start.Without);
    }
}
