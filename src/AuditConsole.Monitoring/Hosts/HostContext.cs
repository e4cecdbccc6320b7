using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>What the parts of a monitor share: the host, what is known of it, and where that goes.</summary>
/// <remarks><see cref="Mark"/> and <see cref="Committer"/> may be used by any thread; the rest belongs to the monitor's loop.</remarks>
internal sealed class HostContext(HostFeed feed, IHistory history, Lease lease, MonitorOptions options, TimeProvider time) : IDisposable
{
    /// <summary>How long a stop waits for the host: for the answer of a clear under way, and for one last poll.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    public HostFeed Feed => feed;

    public HostDescription Host => feed.Description;

    public IHistory History => history;

    public Lease Lease => lease;

    public MonitorOptions Options => options;

    public TimeProvider Time => time;

    public Committer Committer { get; } = new(history, feed, options.MostWaitingWindows);

    public MarkKeeper Mark { get; } = new();

    /// <summary>The windows; none before the history could be opened.</summary>
    public WindowKeeper? Keeper { get; set; }

    /// <summary>The last answer.</summary>
    public AuditStatus? Status { get; set; }

    /// <summary>Whether the audit subsystem has held a request since this was last set back.</summary>
    public bool WasHeld { get; set; }

    /// <summary>The time of day in whole milliseconds, as the history keeps it.</summary>
    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The timestamp that lies <paramref name="delay"/> from now.</summary>
    public long After(TimeSpan delay) => time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);

    /// <summary>Writes down what the console itself found.</summary>
    public Task RecordAsync(ActivityKind kind, uint? value, string text, CancellationToken cancellationToken) =>
        RecordAsync(kind, Activity.Console, value, Now(), text, cancellationToken);

    public Task RecordAsync(ActivityKind kind, string actor, uint? value, DateTimeOffset at, string text, CancellationToken cancellationToken) =>
        Committer.AddAsync(new Activity(Host.Host, at, kind, actor, value, value is null ? null : feed.Latest?.Tier, text), cancellationToken);

    /// <summary>Waits for an answer, and publishes meanwhile that the audit subsystem is holding the request.</summary>
    public async Task<T> AskAsync<T>(AuditClient client, Task<T> answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await answer.WaitAsync(options.SampleInterval, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The answer may have arrived just after the time was up; what a clear returned must not be dropped for that.
                if (answer.IsCompleted)
                {
                    return await answer.ConfigureAwait(false);
                }

                if (client.HeldFor is { } held && feed.Latest is { } latest)
                {
                    WasHeld = true;
                    feed.Publish(latest with { HeldFor = held });
                }
            }
        }
    }

    public void Dispose() => Committer.Dispose();
}
