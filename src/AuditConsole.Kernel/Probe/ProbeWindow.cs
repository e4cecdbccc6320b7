namespace AuditConsole.Kernel.Probe;

/// <summary>What the probe saw between two takes. Immutable.</summary>
/// <param name="Peak">
/// The highest backlog that any record left, in records. It is the true one or one more. 0 where kauditd took no record: what waits
/// untaken is not in it, so a window's peak is the larger of this and the backlog (AUDIT_GET) at its end.
/// </param>
/// <param name="PeakAt">When it stood, to about a microsecond; <see langword="null"/> where <paramref name="Peak"/> is 0.</param>
/// <param name="Records">Records that kauditd took off the main queue.</param>
/// <param name="Buckets">
/// Those records by the backlog each left, lowest first, in the ranges of <see cref="ProbeBuckets"/>. As the backlog rises by one as often
/// as it falls by one, these are also the backlogs that records found on their way in.
/// </param>
/// <param name="Doubts">Why the peak may be higher than said, one sentence each; empty where it is known within one record.</param>
/// <remarks>A record taken while the window ends may be counted in this window with its peak in the one before. None is counted twice or in neither.</remarks>
public sealed record ProbeWindow(
    uint Peak, DateTimeOffset? PeakAt, ulong Records, IReadOnlyList<ProbeBucket> Buckets, IReadOnlyList<string> Doubts)
{
    /// <summary>What was lost, by reason; <see langword="null"/> where the program for it is not attached.</summary>
    public ProbeLosses? LossesSeen { get; init; }

    /// <summary>
    /// The mean of the backlog over the window's time, in records; <see langword="null"/> in light mode and where <see cref="MeanDoubt"/> says why. A record
    /// counts from when <c>audit_log_end</c> is called for it until kauditd has taken it, so this is the true mean or more, by the part of
    /// the time in which records were on their way into the queue.
    /// </summary>
    public double? Mean { get; init; }

    /// <summary>
    /// The mean time a record was in the queue, by Little's law: the same integral over <see cref="Records"/>. It is the mean of those
    /// records where the queue was empty at both ends of the window. <see langword="null"/> also in a window without records.
    /// </summary>
    public TimeSpan? MeanWait { get; init; }

    /// <summary>Why full mode knows no mean of this window, in one sentence; <see langword="null"/> where it does. It casts no doubt on the peak.</summary>
    public string? MeanDoubt { get; init; }

    /// <summary>The backlog that a share of the records found no more than, rounded up to its range's end but not above <see cref="Peak"/>.</summary>
    /// <param name="share">0 to 1; 0.99 for the 99th percentile.</param>
    /// <returns>The backlog, in records; <see langword="null"/> for a window without records.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside 0 to 1.</exception>
    public uint? Quantile(double share)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Accepted are 0 to 1.");
        }

        var wanted = share * Records;
        var passed = 0UL;
        foreach (var bucket in Buckets)
        {
            passed += bucket.Records;
            if (passed >= wanted)
            {
                return Math.Max(bucket.From, Math.Min(bucket.To, Peak));
            }
        }

        return null;
    }
}
