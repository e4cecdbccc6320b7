using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Records;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>What the parts of a monitor share: the host, what is known of it, and where that goes.</summary>
/// <remarks><see cref="Mark"/> and <see cref="Committer"/> may be used by any thread; the rest belongs to the monitor's loop.</remarks>
internal sealed class HostContext(HostFeed feed, IHistory history, Lease lease, MonitorOptions options, TimeProvider time) : IDisposable
{
    /// <summary>How long a stop waits for the host: for the answer of a clear under way, and for one last poll.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_surelyHeld = TimeSpan.FromSeconds(1);

    // Over a third of a second, below which each wait costs the runtime's timer a wake-up even if the answer comes at once.
    private static readonly TimeSpan s_heldLook = TimeSpan.FromMilliseconds(500);

    public HostFeed Feed => feed;

    public HostDescription Host => feed.Description;

    public IHistory History => history;

    public Lease Lease => lease;

    public MonitorOptions Options => options;

    public TimeProvider Time => time;

    public Committer Committer { get; } = new(history, feed, options, time);

    /// <summary>The host's own audit trail.</summary>
    public AuditTrail Trail { get; } = new(feed.Description, feed, time);

    public MarkKeeper Mark { get; } = new();

    public ProbeKeeper Probe { get; } = new(feed.Description, time);

    public SamplerKeeper Sampler { get; } = new(feed.Description, time);

    public LossWatch Losses { get; } = new(feed.Description);

    /// <summary>The stream of audit records.</summary>
    public RecordStream Stream { get; } = new(feed, time);

    /// <summary>What the stream tells of the windows.</summary>
    public RecordWatch Records => field ??= new RecordWatch(this);

    /// <summary>The windows; none before the history could be opened.</summary>
    public WindowKeeper? Keeper { get; set; }

    /// <summary>The last answer.</summary>
    public AuditStatus? Status { get; set; }

    /// <summary>Whether the audit subsystem has held a request since this was last set back.</summary>
    public bool WasHeld { get; set; }

    /// <summary>The time of day in whole milliseconds, as the history keeps it.</summary>
    public DateTimeOffset Now() => Whole(time.GetUtcNow());

    /// <summary>A time in whole milliseconds.</summary>
    public static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    /// <summary>How peaks are known now.</summary>
    public Tier TierOf(AuditStatus status) => TierRules.Of(Host, status, Probe.IsExact);

    /// <summary>The mark of whoever tells the peak: the probe or the source itself.</summary>
    public uint? SourceMarkOf(AuditStatus status) => TierOf(status) == Tier.Probe ? Probe.Peak : status.BacklogMaxDepth;

    /// <summary>Writes down what the console itself found.</summary>
    public Task RecordAsync(ActivityKind kind, uint? value, string text, CancellationToken cancellationToken) =>
        RecordAsync(kind, Requester.Console, value, Now(), text, cancellationToken);

    public Task RecordAsync(ActivityKind kind, Requester by, uint? value, DateTimeOffset at, string text, CancellationToken cancellationToken) =>
        RecordAsync(
            new Activity(Host.Host, at, kind, by.Name, value, value is null ? null : feed.Latest?.Tier, text) { Origin = by.Origin, Reason = by.Reason },
            cancellationToken);

    /// <summary>Keeps an entry, and writes it to the host's own trail where it is a change.</summary>
    public Task RecordAsync(Activity entry, CancellationToken cancellationToken)
    {
        Trail.Tell(entry);
        return Committer.AddAsync(entry, cancellationToken);
    }

    /// <summary>Waits for an answer, and publishes meanwhile that the audit subsystem is holding the request.</summary>
    public async Task<T> AskAsync<T>(AuditClient client, Task<T> answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await answer.WaitAsync(s_heldLook, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The answer may have arrived just after the time was up; what a clear returned must not be dropped for that.
                if (answer.IsCompleted)
                {
                    return await answer.ConfigureAwait(false);
                }

                if (client.HeldFor is { } held && feed.Latest is { } latest && IsByTheKernel(held, latest.Status))
                {
                    WasHeld = true;
                    feed.Publish(latest with { HeldFor = held });
                }
            }
        }
    }

    // The answer to the request that is held came before it was, and shows why. A machine short of processors holds nobody for a second.
    private static bool IsByTheKernel(TimeSpan held, AuditStatus status) =>
        held >= s_surelyHeld || (status.BacklogLimit != 0 && status.Backlog > status.BacklogLimit);

    public void Dispose()
    {
        Probe.Dispose();
        Sampler.Dispose();
        Committer.Dispose();
        Trail.Dispose();
    }
}
