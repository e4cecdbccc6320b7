using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Probe;

/// <summary>Cuts what the programs count into windows.</summary>
/// <remarks>
/// <para>For one thread at a time.</para>
/// <para>
/// Law of the peak: the exchange is one step to kauditd, so each backlog it has seen is covered by the peak of the window in which it
/// looked at the word, or in which it wrote it. The writer stores the peak before it counts the record, and this reads the counts before
/// it exchanges the peak: no record is counted before its peak is out. Law of the counts: they are never cleared, so windows join to
/// the total whatever falls between their reads.
/// </para>
/// </remarks>
internal sealed class ProbeReader
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const ulong StampMask = (1UL << ProbeLayout.StampBits) - 1;

    private readonly ProbeMemory _memory;
    private readonly Func<ProbeMisses> _misses;
    private readonly TimeProvider _time;
    private readonly LossCount? _losses;
    private readonly MeanBacklog? _mean;
    private readonly ulong[] _histogram = new ulong[ProbeBuckets.Count];
    private readonly List<ProbeBucket> _buckets = [];
    private ProbeMisses _missed;
    private ulong _unlearned;
    private ulong _unreadable;

    /// <param name="memory">What the programs write.</param>
    /// <param name="misses">How often the kernel has skipped a program since the start.</param>
    /// <param name="time">The clock; its timestamps have to be CLOCK_MONOTONIC, as those of <see cref="TimeProvider.System"/> are on Linux.</param>
    /// <param name="mode">Whether the programs of full mode are attached.</param>
    /// <param name="seesLosses">Whether the program for losses is attached.</param>
    public ProbeReader(ProbeMemory memory, Func<ProbeMisses> misses, TimeProvider time, ProbeMode mode, bool seesLosses)
    {
        (_memory, _misses, _time) = (memory, misses, time);
        _losses = seesLosses ? new LossCount(memory) : null;
        _mean = mode == ProbeMode.Full ? new MeanBacklog(memory, Nanoseconds) : null;
    }

    /// <summary>The highest backlog since the last take; ends nothing.</summary>
    public uint Peak => (uint)(Volatile.Read(ref _memory.Word(ProbeLayout.Peak)) >> ProbeLayout.StampBits);

    /// <summary>Records taken since the start.</summary>
    public ulong Records => Volatile.Read(ref _memory.Word(ProbeLayout.Records));

    /// <summary>Ends the window and begins the next.</summary>
    public ProbeWindow Take()
    {
        var records = 0UL;
        _buckets.Clear();
        for (var bucket = 0; bucket < ProbeBuckets.Count; bucket++)
        {
            var more = Rise(ProbeLayout.Histogram + bucket, ref _histogram[bucket]);
            if (more > 0)
            {
                records += more;
                _buckets.Add(new ProbeBucket(ProbeBuckets.LowestOf(bucket), ProbeBuckets.HighestOf(bucket), more));
            }
        }

        var peak = ClearPeak(ref _memory.Word(ProbeLayout.Peak));
        var height = (uint)(peak >> ProbeLayout.StampBits);
        var missed = _misses();
        string? meanDoubt = null;
        var backlog = _mean?.Take(height, out meanDoubt);
        return new ProbeWindow(height, height == 0 ? null : At(peak & StampMask), records, [.. _buckets], Doubts(height, missed))
        {
            LossesSeen = _losses?.Take(missed.Losses),
            Mean = backlog?.Mean,
            MeanWait = records == 0 || backlog is null ? null : Wait(backlog.Value.Integral, records),
            MeanDoubt = meanDoubt,
        };
    }

    /// <summary>Returns the word of the peak and leaves 0 there, in one step.</summary>
    internal static ulong ClearPeak(ref ulong peak) => Interlocked.Exchange(ref peak, 0);

    private static TimeSpan Wait(long integral, ulong records) =>
        TimeSpan.FromTicks((long)Math.Round((double)integral / records / TimeSpan.NanosecondsPerTick));

    private ulong Nanoseconds() => (ulong)((Int128)_time.GetTimestamp() * NanosecondsPerSecond / _time.TimestampFrequency);

    private DateTimeOffset At(ulong stamp)
    {
        var age = (Nanoseconds() >> ProbeLayout.StampShift) - stamp & StampMask;
        return _time.GetUtcNow() - TimeSpan.FromTicks((long)(age << ProbeLayout.StampShift) / TimeSpan.NanosecondsPerTick);
    }

    private List<string> Doubts(uint height, ProbeMisses missed)
    {
        var doubts = new List<string>();
        if (Rise(ProbeLayout.Unlearned, ref _unlearned) is > 0 and var unlearned)
        {
            doubts.Add($"{unlearned} records were taken before the probe knew the queue.");
        }

        if (Rise(ProbeLayout.Unreadable, ref _unreadable) is > 0 and var unreadable)
        {
            doubts.Add($"{unreadable} records were taken while the queue's length could not be read.");
        }

        if (missed.Recursion > _missed.Recursion)
        {
            doubts.Add($"The kernel skipped the probe {missed.Recursion - _missed.Recursion} times (recursion_misses).");
        }

        if (missed.Kprobe > _missed.Kprobe)
        {
            doubts.Add($"The kernel skipped the probe {missed.Kprobe - _missed.Kprobe} times (nmissed of its kprobes).");
        }

        _missed = missed;
        if (height == ProbeBuckets.Highest)
        {
            doubts.Add($"The backlog reached {ProbeBuckets.Highest} records or more; the probe counts no higher.");
        }

        return doubts;
    }

    private ulong Rise(int word, ref ulong last)
    {
        var before = last;
        last = Volatile.Read(ref _memory.Word(word));
        return last - before;
    }
}
