using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Probe;

/// <summary>The time-weighted mean of the backlog in each window of full mode.</summary>
/// <param name="memory">What the programs write.</param>
/// <param name="nanoseconds">CLOCK_MONOTONIC.</param>
/// <remarks>
/// For one thread at a time. A window without a mean does no harm to the next: what the length exceeds the counts by is learned anew.
/// </remarks>
internal sealed class MeanBacklog(ProbeMemory memory, Func<ulong> nanoseconds)
{
    private QueueCount? _before = Begin(memory, nanoseconds);
    private long? _offset;

    /// <summary>Ends the window and begins the next.</summary>
    /// <param name="peak">The highest backlog in the window, in records.</param>
    /// <param name="doubt">Why there is no mean; <see langword="null"/> where there is one, or the window has no time.</param>
    /// <returns>The mean in records and the integral in records times nanoseconds; <see langword="null"/> where they are not known.</returns>
    public (double Mean, long Integral)? Take(uint peak, out string? doubt)
    {
        var compared = Interlocked.Exchange(ref memory.Word(ProbeLayout.Offset), 0);
        var (known, offset) = (_offset, compared == 0 ? _offset : unchecked((long)(compared - ProbeLayout.OffsetBias)));
        var (before, now) = (_before, QueueCount.Read(memory, nanoseconds));
        (_before, _offset) = (now, offset);
        doubt = (now, before, offset) switch
        {
            (null, _, _) or (_, null, _) => "Records came and went too fast to read their counts at one moment.",
            (_, _, null) => "kauditd has taken no record yet that would tell how many wait.",
            (_, _, { } settled) when known is { } expected && expected != settled =>
                $"Records counted in and out and the queue's length differ by {Math.Abs(settled - expected)} more than before.",
            _ => null,
        };
        return doubt is null ? Over(before!.Value, now!.Value, offset!.Value, peak, out doubt) : null;
    }

    // What was compared while not all programs were attached is of no use.
    private static QueueCount? Begin(ProbeMemory memory, Func<ulong> nanoseconds)
    {
        Interlocked.Exchange(ref memory.Word(ProbeLayout.Offset), 0);
        return QueueCount.Read(memory, nanoseconds);
    }

    private static (double Mean, long Integral)? Over(QueueCount start, QueueCount end, long offset, uint peak, out string? doubt)
    {
        doubt = null;
        var time = end.At - start.At;
        if (time == 0)
        {
            return null;
        }

        var highest = Math.Max(Math.Max(start.Length(offset), end.Length(offset)), peak);
        if ((UInt128)(ulong)Math.Max(highest, 0) * time > long.MaxValue)
        {
            doubt = $"{highest} records for {TimeSpan.FromTicks((long)(time / TimeSpan.NanosecondsPerTick))} are more than can be added up.";
            return null;
        }

        // Records that pass while the window ends belong to both windows together, and one of them may be short by that moment.
        var integral = Math.Max(end.IntegralSince(start, offset), 0);
        return ((double)integral / time, integral);
    }
}
