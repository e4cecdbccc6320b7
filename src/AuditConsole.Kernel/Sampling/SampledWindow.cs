using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Sampling;

/// <summary>What the sampler saw between two takes. Immutable.</summary>
/// <param name="Peak">The highest backlog of a sample, in records: a lower bound of the true peak, and the peak itself where <paramref name="Blind"/> is zero.</param>
/// <param name="PeakAt">When that sample was asked for; <see langword="null"/> in a window without samples.</param>
/// <param name="Samples">Requests that the kernel answered.</param>
/// <param name="Blind">
/// The time in which a higher backlog may have stood unseen. kauditd alone takes records off the queue: as long as it does not run, the
/// backlog only grows, and the sample at the end of that time is the highest. It did not run between two looks at <c>/proc</c> that both
/// find it asleep with the same number of context switches. All other time between samples is blind: whenever kauditd ran, at intervals
/// below 10 ms, where it is not looked at, and where it cannot be found (<c>hidepid</c>).
/// </param>
/// <param name="Held">The time for which the kernel kept a request because its queue was over the limit (<c>backlog_wait_time</c>). No sample can be taken then.
/// A request that takes 50 ms to hand in counts, if the backlog was over the limit, and one that takes a second in any case.</param>
/// <param name="CpuShare">The part of one processor that sampling used, the kernel's threads for its replies included; 0.02 is 2 %.</param>
/// <remarks>
/// A window goes from sample to sample: what lies between its last sample and the take counts in the next window, unless that takes longer
/// than two of the longest intervals. A reply that comes while the kernel holds its request counts in the window in which it is let go.
/// </remarks>
public sealed record SampledWindow(uint Peak, DateTimeOffset? PeakAt, long Samples, TimeSpan Blind, TimeSpan Held, double CpuShare)
{
    /// <summary>Requests that were refused, could not be made, or were not answered in time.</summary>
    public long Failed { get; init; }

    /// <summary>Why the last of those failed; <see langword="null"/> where none did.</summary>
    public AuditException? Failure { get; init; }
}
