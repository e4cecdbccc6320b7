using AuditConsole.Kernel.Sampling;
using AuditConsole.Monitoring.Watchers;

namespace AuditConsole.Hosting;

/// <summary>The kernel's sampler in the words of the monitor.</summary>
internal sealed class KernelSampler(BacklogSampler sampler, Func<Protocol.AuditException, string> explain) : IBacklogSampler
{
    // A tenth of a percent is as fine as anybody reads it, and a coarser figure changes less often.
    private const int ShareDigits = 3;

    public Monitoring.Watchers.SamplerState State
    {
        get
        {
            var state = sampler.State;
            return new(state.Interval, Math.Round(state.CpuShare, ShareDigits), state.SeesKauditd, state.Failure is { } failure ? explain(failure) : null);
        }
    }

    public (Protocol.AuditStatus Status, DateTimeOffset At)? Latest(long askedAfter) =>
        sampler.TryLatest(askedAfter, out var status, out var at) ? (status, at) : null;

    public SamplerTake Take()
    {
        var window = sampler.Take();
        return new SamplerTake(window.Peak, window.PeakAt, window.Samples, window.Blind, window.Held);
    }

    public void Dispose() => sampler.Dispose();
}
