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
    private TimeSpan _held;
    private bool _atLeast;
    private bool _restarted;
    private uint? _inferred;
    private uint? _lastSample;
    private int _falls;
    private uint? _inherited;

    public DateTimeOffset From { get; } = from;

    /// <summary>The highest backlog known so far, whether sampled or returned by the source.</summary>
    public uint Peak { get; private set; }

    public DateTimeOffset? PeakAt { get; private set; }

    /// <summary>The highest sampled backlog.</summary>
    public uint HighestSample { get; private set; }

    public bool Recovered { get; private set; }

    /// <summary>Whether the backlog was seen to fall: records left the queue, which a probe must have seen.</summary>
    public bool Fell { get; private set; }

    public void Sample(uint backlog, DateTimeOffset at)
    {
        _samples.Add(backlog);
        Fell |= backlog < _lastSample;
        _lastSample = backlog;
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

    /// <summary>Takes in the peak of somebody who knows its time better than the samples do.</summary>
    public void Settle(uint peak, DateTimeOffset? at)
    {
        if (peak >= Peak)
        {
            Peak = peak;
            PeakAt = at ?? PeakAt;
        }
    }

    /// <summary>Something happened that the kernel does only above the limit, so the backlog was at least one record higher than it.</summary>
    public void Infer(uint limit) => _inferred = Math.Max(_inferred ?? 0, limit + 1);

    /// <summary>Time that no sample covers. Unless the kernel was holding us, which is a finding of its own, it may become a gap.</summary>
    public void AddBlind(TimeSpan time, bool held)
    {
        _blind += time;
        _unwatched += held ? TimeSpan.Zero : time;
        _held += held ? time : TimeSpan.Zero;
    }

    /// <summary>The window reaches back to another run of the console, so however short the time between them, nobody watched it.</summary>
    public void ReachesBack(TimeSpan unwatched)
    {
        AddBlind(unwatched, held: false);
        _restarted = true;
    }

    /// <summary>Something may have hidden a higher peak: the answer to a clear was lost, or somebody else cleared the mark.</summary>
    public void PeakMayBeHigher() => _atLeast = true;

    /// <summary>The source's mark stood there when the window began: up to there it tells of the time before.</summary>
    public void Inherits(uint? mark) => _inherited = mark;

    /// <summary>The mark fell, or a clear of ours was never answered: a peak is missing until a record tells it.</summary>
    /// <returns>Whether it is missing; a record may have told it before.</returns>
    public bool MarkFell() => ++_falls > 0;

    /// <summary>Takes in the value at which the mark was cleared, as the clear's record told it.</summary>
    /// <param name="mark">What it stood at.</param>
    /// <param name="at">When.</param>
    /// <param name="sampled">Whether a later sample would have shown the fall already, had there been one to see.</param>
    public void ClearedElsewhere(uint mark, DateTimeOffset at, bool sampled)
    {
        if (_falls > 0 || !sampled)
        {
            _falls--;
        }

        if (_inherited is { } inherited && mark <= inherited)
        {
            PeakMayBeHigher();
        }
        else
        {
            Raise(mark, at);
            Recovered = true;
        }

        _inherited = null;
    }

    /// <summary>Our own clear: no fall that a record announced can still show.</summary>
    /// <returns>How many falls were announced and have not been seen.</returns>
    public int ForgetAnnouncedFalls()
    {
        var announced = Math.Max(0, -_falls);
        _falls += announced;
        return announced;
    }

    /// <summary>The window follows one in which falls were announced that have not been seen.</summary>
    public void Announced(int falls) => _falls -= falls;

    /// <summary>Whether the peak is the true one, as far as known by now.</summary>
    public Bound BoundAt(Tier tier) =>
        tier == Tier.Sampled || (tier != Tier.Probe && (_atLeast || _falls > 0)) ? Bound.AtLeast : Bound.Exact;

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
    /// <param name="blind">Time in which a higher backlog could have hidden, where somebody kept count of it.</param>
    public PollWindow Close(
        DateTimeOffset to, Tier tier, AuditStatus end, long? lost, long? waitTicks, int? hz, BacklogSummary? summary = null, TimeSpan? blind = null)
    {
        summary ??= Summary();
        summary = summary.Mean is null ? summary with { Mean = Summary().Mean } : summary;
        var unseen = blind ?? _blind;
        unseen = unseen < to - From ? unseen : to - From;
        var histogram = summary.Histogram?.Scaled((long)(to - From - unseen).TotalMilliseconds);
        var inferred = tier == Tier.Sampled && _inferred > Peak;
        return new PollWindow
        {
            Host = host,
            From = From,
            To = to > From ? to : From.AddMilliseconds(1),
            Peak = inferred ? _inferred!.Value : Peak,
            PeakAt = inferred ? null : PeakAt,
            Bound = BoundAt(tier),
            Tier = tier,
            Recovered = Recovered,
            Backlog = end.Backlog,
            BacklogLimit = end.BacklogLimit,
            Lost = lost,
            WaitTicks = waitTicks,
            Wait = waitTicks is { } ticks && hz is { } rate ? TimeSpan.FromSeconds((double)ticks / rate) : null,
            Mean = summary.Mean,
            P50 = histogram?.Quantile(0.50, Peak),
            P99 = histogram?.Quantile(0.99, Peak),
            Histogram = histogram,
            Blind = unseen,
            Gap = _restarted || _unwatched >= GapThreshold,
            Details = new WindowDetails { Held = _held > TimeSpan.Zero ? _held : null, Inferred = inferred },
        };
    }

    private BacklogSummary Summary() => new(
        _samples.Count > 0 ? _samples.Average(sample => sample) : null,
        _samples.Count > 0 ? BacklogHistogram.Of(_samples.Select(sample => (sample, 1L))) : null);
}
