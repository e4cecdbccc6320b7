using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Probe;
using AuditConsole.Monitoring.Watchers;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Hosting;

/// <summary>The kernel's probe in the words of the monitor.</summary>
internal sealed class KernelProbe(AuditProbe probe, KernelHost kernel) : IBacklogProbe
{
    private const string FtraceOff = "kernel.ftrace_enabled is 0, so the probe's programs are not run.";

    public string Hook => probe.Hook == ProbeHook.Fentry ? "fentry" : "kprobe";

    public bool IsVerified => probe.IsVerified;

    public uint Peak => probe.Peak;

    // Loading the program that makes the kernel write a record takes a moment, for which nobody should wait.
    public Task<bool> ProveAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        Task.Run(() => probe.ProveAsync(patience, cancellationToken), cancellationToken);

    public ProbeTake Take()
    {
        var window = probe.Take();
        return new ProbeTake(
            window.Peak,
            window.PeakAt,
            (long)window.Records,
            new BacklogSummary(window.Mean, BacklogHistogram.Of(window.Buckets.Select(bucket => (Math.Min(bucket.To, window.Peak), (long)bucket.Records)))),
            window.MeanWait,
            window.LossesSeen is { } losses ? Losses(losses) : null,
            kernel.IsFtraceOff ? [.. window.Doubts, FtraceOff] : window.Doubts);
    }

    public void Dispose() => probe.Dispose();

    private static ProbeLossCounts Losses(ProbeLosses losses) => new(
        (long)losses.Backlog, (long)losses.RateLimit, (long)losses.OutOfMemory, (long)losses.RetryOverflow, (long)losses.HoldOverflow, (long)losses.Other);
}
