using System.Threading.Channels;
using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>What the monitor does with a connection: samples and polls. Runs in the monitor's one loop.</summary>
internal sealed class HostWatch(HostFeed feed, IHistory history, Lease lease, MonitorOptions options, TimeProvider time) : IDisposable
{
    // How long a stop waits for the host: for the answer of a clear under way, and for one last poll.
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(2);

    private uint? _lastPeak;
    private long? _sampledAt;
    private long _pollDue;
    private long _resumeDue;
    private bool _held;

    public HostFeed Feed { get; } = feed;

    public HostDescription Host => Feed.Description;

    public IHistory History { get; } = history;

    public Committer Committer { get; } = new(history, feed, options.MostWaitingWindows);

    public MarkKeeper Mark { get; } = new();

    /// <summary>The windows; none before the history could be opened.</summary>
    public WindowKeeper? Keeper { get; private set; }

    /// <summary>The last answer.</summary>
    public AuditStatus? Status { get; private set; }

    public async Task RunAsync(AuditClient client, ChannelReader<MonitorRequest> requests, CancellationToken cancellationToken)
    {
        try
        {
            using var tick = new PeriodicTimer(options.SampleInterval, time);
            do
            {
                await SampleAsync(client, cancellationToken).ConfigureAwait(false);
                while (requests.TryRead(out var request))
                {
                    await request.RunAsync(client, cancellationToken).ConfigureAwait(false);
                }

                if (time.GetTimestamp() >= _pollDue)
                {
                    await PollAsync(client, cancellationToken).ConfigureAwait(false);
                }
            }
            while (await tick.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                await PollOnceMoreAsync(client).ConfigureAwait(false);
            }
        }
    }

    public void Failed(Exception e)
    {
        Feed.CountPollError(e switch
        {
            AuditRefusedException refused => Errno.Name(refused.Errno),
            AuditUnavailableException { Errno: not 0 } unavailable => Errno.Name(unavailable.Errno),
            AuditUnavailableException => "unavailable",
            AuditProtocolException => "protocol",
            _ => "internal",
        });
        var refusal = e as AuditException;
        var problem = refusal is not null ? Host.Explain(refusal) : $"The monitor failed and starts again: {e.Message}";
        Feed.Update(state => state with { Connected = false, Problem = problem, Refusal = refusal, Since = state.Connected || state.Problem is null ? Now() : state.Since });
    }

    /// <summary>Reads and clears the source's mark. Its value is taken in even when the console is told to stop meanwhile: nobody can read it again.</summary>
    public async Task<uint> ClearAsync(AuditClient client, string by, CancellationToken cancellationToken)
    {
        var clear = client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, CancellationToken.None);
        uint value;
        try
        {
            value = await AskAsync(client, clear, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            value = await clear.WaitAsync(s_stopPatience, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AuditException)
        {
            Keeper!.ClearInDoubt();
            throw;
        }

        var at = Now();
        Keeper!.Cleared(value, at);
        Mark.Cleared(value, at);
        Feed.CountReset("backlog_max_depth", by);
        var after = await AskAsync(client, client.GetStatusAsync(CancellationToken.None), cancellationToken).ConfigureAwait(false);
        Keeper.SetFloor(after.BacklogMaxDepth);
        await ObserveAsync(after, Now(), cancellationToken).ConfigureAwait(false);
        return value;
    }

    public void CounterCleared(AuditCounter counter, uint value)
    {
        if (counter == AuditCounter.Lost)
        {
            Keeper?.LostCleared(value);
            Status = Status is null ? null : Status with { Lost = 0 };
        }
        else
        {
            Keeper?.WaitCleared(value);
        }
    }

    /// <summary>Writes down that a clear follows, and what it will return at least.</summary>
    /// <returns>Whether the history took it. Nothing may be cleared otherwise.</returns>
    public Task<bool> IntendAsync(uint mark, CancellationToken cancellationToken) =>
        Committer.TryAsync(() => History.IntendClearAsync(Host.Host, new ClearIntent(Now(), mark), cancellationToken), cancellationToken);

    public Task RecordAsync(ActivityKind kind, string actor, uint? value, string text, CancellationToken cancellationToken) =>
        Committer.AddAsync(new Activity(Host.Host, Now(), kind, actor, value, value is null ? null : Feed.Latest?.Tier, text), cancellationToken);

    /// <summary>Waits for an answer, and publishes meanwhile that the audit subsystem is holding the request.</summary>
    public async Task<T> AskAsync<T>(AuditClient client, Task<T> answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await answer.WaitAsync(options.SampleInterval, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!answer.IsCompleted)
            {
                if (client.HeldFor is { } held && Feed.Latest is { } latest)
                {
                    _held = true;
                    Feed.Publish(latest with { HeldFor = held });
                }
            }
        }
    }

    /// <summary>The time of day in whole milliseconds, as the history keeps it.</summary>
    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public void Dispose() => Committer.Dispose();

    private async Task SampleAsync(AuditClient client, CancellationToken cancellationToken)
    {
        var status = await AskAsync(client, client.GetStatusAsync(CancellationToken.None), cancellationToken).ConfigureAwait(false);
        var at = Now();
        if (Keeper is null && time.GetTimestamp() >= _resumeDue)
        {
            await ResumeAsync(at, cancellationToken).ConfigureAwait(false);
        }

        AccountForBlindTime();
        await ObserveAsync(status, at, cancellationToken).ConfigureAwait(false);
        PublishSample(status, at);
    }

    private async Task ResumeAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        _resumeDue = After(options.PollInterval);
        HostState? state = null;
        await Committer.TryAsync(
            async () =>
            {
                state = await History.OpenHostAsync(Host.Host, Host.Source, cancellationToken).ConfigureAwait(false);
                Feed.Remember(await History.PollsAsync(Host.Host, at.AddHours(-2), at, int.MaxValue, cancellationToken).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);
        if (state is null)
        {
            return;
        }

        Keeper = WindowKeeper.Resume(Host, state, at);
        _lastPeak = Feed.RecentWindows is [.., var last] ? last.Peak : null;
        Mark.Resume(state.Mark);
        SchedulePoll();
        await RecordAsync(
            ActivityKind.Started,
            Activity.Console,
            null,
            state.CommittedTo is null ? "The console watches this host for the first time." : "The console started; the time since its last window was not watched.",
            cancellationToken).ConfigureAwait(false);
        if (state.Intent is { } intent)
        {
            await RecordAsync(
                ActivityKind.ClearInterrupted,
                Activity.Console,
                intent.Mark,
                "The console ended between a read-and-clear and the commit of its value. The mark read just before is kept; anything higher within that moment is not known.",
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ObserveAsync(AuditStatus status, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var fell = Keeper?.Observe(status, at) ?? false;
        Mark.Observe(status, Status is { } previous && status.Lost > previous.Lost ? status.Lost - previous.Lost : 0, fell, at);
        if (fell)
        {
            Feed.CountReset("backlog_max_depth", "other");
            await RecordAsync(
                ActivityKind.ClearedElsewhere,
                Activity.Console,
                null,
                "The mark fell without this console clearing it, so a peak of this window may be missing.",
                cancellationToken).ConfigureAwait(false);
        }

        foreach (var (text, value) in Status is { } before ? StatusChanges.Between(before, status) : [])
        {
            await RecordAsync(ActivityKind.Changed, Activity.Console, value, text, cancellationToken).ConfigureAwait(false);
        }

        Status = status;
    }

    private async Task PollAsync(AuditClient client, CancellationToken cancellationToken)
    {
        SchedulePoll();
        await Committer.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (Keeper is null || Status is null)
        {
            return;
        }

        var started = time.GetTimestamp();
        var markIsOurs = false;
        if (Status.BacklogMaxDepth is { } mark && lease.Refusal is null)
        {
            var needsClear = Keeper.NeedsClear(mark);
            markIsOurs = !needsClear || await IntendAsync(Math.Max(mark, Keeper.Open.Peak), cancellationToken).ConfigureAwait(false);
            if (needsClear && markIsOurs)
            {
                await ClearAsync(client, "poll", cancellationToken).ConfigureAwait(false);
            }
        }

        var closed = Keeper.Close(Now(), TierRules.Of(Host.Source, Status), Status, markIsOurs);
        _lastPeak = closed.Peak;
        await Committer.AddAsync(closed, Keeper.State(closed, Mark.Current!), cancellationToken).ConfigureAwait(false);
        Feed.Update(state => state with { LastPoll = Now(), PollDuration = time.GetElapsedTime(started) });
    }

    private void PublishSample(AuditStatus status, DateTimeOffset at)
    {
        var tier = TierRules.Of(Host.Source, status);
        Feed.Publish(new Snapshot
        {
            At = at,
            Status = status,
            Tier = tier,
            Mark = Mark.Current!,
            LastPeak = _lastPeak,
            OpenPeak = Keeper?.Open.Peak ?? status.Backlog,
            OpenSince = Keeper?.Open.From ?? at,
        });
        if (Feed.State is { Connected: true } state && state.Tier == tier)
        {
            return;
        }

        Feed.Update(before => before with
        {
            Connected = true,
            Since = before.Connected ? before.Since : at,
            Problem = null,
            Refusal = null,
            Tier = tier,
            TierReason = TierRules.Reason(tier),
            ClearRefusal = lease.Refusal,
        });
    }

    private void AccountForBlindTime()
    {
        var now = time.GetTimestamp();
        var unseen = _sampledAt is { } before ? time.GetElapsedTime(before, now) - options.SampleInterval : TimeSpan.Zero;
        if (unseen > options.SampleInterval)
        {
            Keeper?.Open.AddBlind(unseen, _held);
        }

        _sampledAt = now;
        _held = false;
    }

    // Windows end at whole multiples of their length, so that those of several hosts line up.
    private void SchedulePoll()
    {
        var remaining = options.PollInterval - TimeSpan.FromTicks(Now().Ticks % options.PollInterval.Ticks);
        _pollDue = After(remaining);
        Feed.Update(state => state with { NextPoll = Now() + remaining });
    }

    private long After(TimeSpan delay) => time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);

    private async Task PollOnceMoreAsync(AuditClient client)
    {
        using var patience = new CancellationTokenSource(s_stopPatience, time);
        try
        {
            await SampleAsync(client, patience.Token).ConfigureAwait(false);
            await PollAsync(client, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or AuditException or TimeoutException)
        {
            // The source keeps what it was not asked for; the next run's first window takes it in and says gap.
            Failed(e);
        }
    }
}
