using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Windows;

/// <summary>The window under way: takes in samples and cleared values, and closes to a <see cref="PollWindow"/>.</summary>
/// <remarks>Not thread-safe; the host monitor alone uses it.</remarks>
internal sealed class OpenWindow(string host, DateTimeOffset from)
{
    /// <summary>A window with this much or more unwatched time says so.</summary>
    internal static readonly TimeSpan GapThreshold = TimeSpan.FromSeconds(1);

    private readonly List<uint> _samples = [];
    private TimeSpan _blind;
    private TimeSpan _unwatched;
    private bool _atLeast;
    private bool _restarted;

    public DateTimeOffset From { get; } = from;

    /// <summary>The highest backlog known so far, whether sampled or returned by the source.</summary>
    public uint Peak { get; private set; }

    public DateTimeOffset? PeakAt { get; private set; }

    /// <summary>The highest sampled backlog.</summary>
    public uint HighestSample { get; private set; }

    public bool Recovered { get; private set; }

    public void Sample(uint backlog, DateTimeOffset at)
    {
        _samples.Add(backlog);
        HighestSample = Math.Max(HighestSample, backlog);
        Raise(backlog, at);
    }

    /// <summary>Takes in a mark that the source reported or returned for this window.</summary>
    public void Raise(uint mark, DateTimeOffset? at)
    {
        if (mark > Peak || (mark == Peak && PeakAt is null))
        {
            Peak = mark;
            PeakAt = at;
        }
    }

    /// <summary>Time that no sample covers. Unless the kernel was holding us, which is a finding of its own, it may become a gap.</summary>
    public void AddBlind(TimeSpan time, bool held)
    {
        _blind += time;
        _unwatched += held ? TimeSpan.Zero : time;
    }

    /// <summary>The window reaches back to another run of the console, so however short the time between them, nobody watched it.</summary>
    public void ReachesBack(TimeSpan unwatched)
    {
        AddBlind(unwatched, held: false);
        _restarted = true;
    }

    /// <summary>Something may have hidden a higher peak: the answer to a clear was lost, or somebody else cleared the mark.</summary>
    public void PeakMayBeHigher() => _atLeast = true;

    /// <summary>Takes in the mark written down before a clear whose answer was lost.</summary>
    public void Recover(uint mark, DateTimeOffset at)
    {
        Raise(mark, at);
        Recovered = true;
        _atLeast = true;
    }

    /// <param name="to">Its end.</param>
    /// <param name="tier">How its peak is known.</param>
    /// <param name="end">The status at its end.</param>
    /// <param name="lost">Records lost in it.</param>
    /// <param name="waitTicks">Time waited in it.</param>
    /// <param name="hz">Ticks per second, where known.</param>
    /// <param name="summary">The source's own statistics; without them, those of the samples are taken.</param>
    public PollWindow Close(
        DateTimeOffset to, Tier tier, AuditStatus end, long? lost, long? waitTicks, int? hz, BacklogSummary? summary = null)
    {
        summary ??= Summary();
        return new PollWindow
        {
            Host = host,
            From = From,
            To = to > From ? to : From.AddMilliseconds(1),
            Peak = Peak,
            PeakAt = PeakAt,
            Bound = tier == Tier.Sampled || _atLeast ? Bound.AtLeast : Bound.Exact,
            Tier = tier,
            Recovered = Recovered,
            Backlog = end.Backlog,
            BacklogLimit = end.BacklogLimit,
            Lost = lost,
            WaitTicks = waitTicks,
            Wait = waitTicks is { } ticks && hz is { } rate ? TimeSpan.FromSeconds((double)ticks / rate) : null,
            Mean = summary.Mean,
            P50 = summary.P50,
            P99 = summary.P99,
            Blind = _blind < to - From ? _blind : to - From,
            Gap = _restarted || _unwatched >= GapThreshold,
        };
    }

    private BacklogSummary Summary()
    {
        _samples.Sort();
        return new BacklogSummary(_samples.Count > 0 ? _samples.Average(sample => sample) : null, Quantile(0.50), Quantile(0.99));
    }

    // The smallest sample that at least this share of the samples does not exceed.
    private uint? Quantile(double share) =>
        _samples.Count > 0 ? _samples[Math.Max(0, (int)Math.Ceiling(share * _samples.Count) - 1)] : null;
}
