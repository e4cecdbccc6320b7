using System.Threading.Channels;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>The monitor's one loop over a connection: samples, requests of operators, polls.</summary>
internal sealed class HostWatch(HostContext context, SourceMark source, HostChanges changes)
{
    private readonly HostResume _resume = new(context);
    private uint? _lastPeak;
    private Tier? _tier;
    private long? _sampledAt;
    private long _turnEnded;
    private long _pollDue;

    public async Task RunAsync(AuditClient client, ChannelReader<MonitorRequest> requests, CancellationToken cancellationToken)
    {
        // The first answer comes over this connection.
        _turnEnded = context.Time.GetTimestamp();
        try
        {
            using var tick = new PeriodicTimer(context.Options.SampleInterval, context.Time);
            do
            {
                await SampleAsync(client, cancellationToken).ConfigureAwait(false);
                await context.Records.TakeAsync(cancellationToken).ConfigureAwait(false);
                await changes.TendAsync(client, cancellationToken).ConfigureAwait(false);
                while (requests.TryRead(out var request))
                {
                    await request.RunAsync(client, cancellationToken).ConfigureAwait(false);
                }

                if (context.Time.GetTimestamp() >= _pollDue)
                {
                    await PollAsync(client, cancellationToken).ConfigureAwait(false);
                }

                _turnEnded = context.Time.GetTimestamp();
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
        context.Feed.CountPollError(e switch
        {
            AuditRefusedException refused => Errno.Name(refused.Errno),
            AuditUnavailableException { Errno: not 0 } unavailable => Errno.Name(unavailable.Errno),
            AuditUnavailableException => "unavailable",
            AuditProtocolException => "protocol",
            _ => "internal",
        });
        var refusal = e as AuditException;
        var problem = refusal is not null ? context.Host.Explain(refusal) : $"The monitor failed and starts again: {e.Message}";
        context.Feed.Update(state => state with
        {
            Connected = false,
            Problem = problem,
            Refusal = refusal,
            Since = state.Connected || state.Problem is null ? context.Now() : state.Since,
        });
    }

    private async Task SampleAsync(AuditClient client, CancellationToken cancellationToken)
    {
        var (status, at) = await AskAsync(client, cancellationToken).ConfigureAwait(false);
        if (context.Keeper is null && await _resume.TryAsync(at, cancellationToken).ConfigureAwait(false))
        {
            _lastPeak = context.Feed.RecentWindows is [.., var last] ? last.Peak : null;
            SchedulePoll();
        }

        AccountForBlindTime();
        context.Probe.Tend(status);
        await source.ObserveAsync(status, at, cancellationToken).ConfigureAwait(false);
        context.Sampler.Tend(context.TierOf(status));
        await PublishAsync(status, at, cancellationToken).ConfigureAwait(false);
    }

    // What the sampler asked since the last turn is as good as an answer of our own, and nothing this loop did is younger than it.
    private async ValueTask<(AuditStatus Status, DateTimeOffset At)> AskAsync(AuditClient client, CancellationToken cancellationToken) =>
        context.Sampler.Latest(_turnEnded) is { } latest
            ? (latest.Status, HostContext.Whole(latest.At))
            : (await context.AskAsync(client, client.GetStatusAsync(CancellationToken.None), cancellationToken).ConfigureAwait(false), context.Now());

    private async Task PollAsync(AuditClient client, CancellationToken cancellationToken)
    {
        SchedulePoll();
        await context.Committer.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (context is not { Keeper: { } keeper, Status: { } status })
        {
            return;
        }

        await context.Records.SettleAsync(cancellationToken).ConfigureAwait(false);
        var started = context.Time.GetTimestamp();
        var markIsOurs = false;
        var cleared = false;
        if (context.TierOf(status) == Tier.Probe)
        {
            status = await context.AskAsync(client, client.GetStatusAsync(CancellationToken.None), cancellationToken).ConfigureAwait(false);
            await source.ObserveAsync(status, context.Now(), cancellationToken).ConfigureAwait(false);
        }
        else if (status.BacklogMaxDepth is { } mark && context.Lease.Refusal is null)
        {
            var needsClear = keeper.NeedsClear(mark);
            markIsOurs = !needsClear || await source.IntendAsync(Math.Max(mark, keeper.Open.Peak), cancellationToken).ConfigureAwait(false);
            if (needsClear && markIsOurs)
            {
                await source.ClearAsync(client, "poll", cancellationToken).ConfigureAwait(false);
                status = context.Status;
                cleared = true;
            }
        }

        // The kernel may have held the clear itself.
        AccountForBlindTime();
        var closed = WindowClosing.Close(context, keeper, status, markIsOurs);
        _lastPeak = closed.Peak;
        await context.Records.CloseAsync(closed, keeper.State(closed, context.Mark.Current!), cleared, cancellationToken).ConfigureAwait(false);
        var duration = context.Time.GetElapsedTime(started);
        context.Feed.PollDurations.Add(duration);
        context.Feed.Update(state => state with { LastPoll = context.Now(), PollDuration = duration });
    }

    private async Task PublishAsync(AuditStatus status, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var tier = context.TierOf(status);
        var probe = context.Probe.Sentence;
        var feed = context.Feed;
        feed.Publish(new Snapshot
        {
            At = at,
            Status = status,
            Tier = tier,
            Mark = context.Mark.Current!,
            LastPeak = context.Keeper?.ClosedPeak > _lastPeak ? context.Keeper.ClosedPeak : _lastPeak,
            OpenPeak = Math.Max(context.Keeper?.Open.Peak ?? status.Backlog, context.Probe.Peak ?? 0),
            OpenSince = context.Keeper?.Open.From ?? at,
        });
        var state = feed.State;
        if (state.Connected && state.Tier == tier && state.Probe == probe && state.Sampler == context.Sampler.State)
        {
            return;
        }

        feed.Update(before => before with
        {
            Connected = true,
            Since = before.Connected ? before.Since : at,
            Problem = null,
            Refusal = null,
            Tier = tier,
            TierReason = TierRules.Reason(tier, probe),
            LostAtStart = before.LostAtStart ?? status.Lost,
            Probe = probe,
            Sampler = context.Sampler.State,
            ClearRefusal = context.Lease.Refusal,
        });
        if (_tier is { } before && before != tier)
        {
            await context.RecordAsync(ActivityKind.TierChanged, null, $"Peaks are now known in another way. {feed.State.TierReason}", cancellationToken).ConfigureAwait(false);
        }

        _tier = tier;
    }

    private void AccountForBlindTime()
    {
        var now = context.Time.GetTimestamp();
        var interval = context.Options.SampleInterval;
        var unseen = _sampledAt is { } before ? context.Time.GetElapsedTime(before, now) - interval : TimeSpan.Zero;
        if (unseen > interval)
        {
            context.Keeper?.Open.AddBlind(unseen, context.WasHeld);
        }

        _sampledAt = now;
        context.WasHeld = false;
    }

    // Windows end at whole multiples of their length, so that those of several hosts line up.
    private void SchedulePoll()
    {
        var interval = context.Options.PollInterval;
        var remaining = interval - TimeSpan.FromTicks(context.Now().Ticks % interval.Ticks);
        _pollDue = context.Time.After(remaining);
        context.Feed.Update(state => state with { NextPoll = context.Now() + remaining });
    }

    private async Task PollOnceMoreAsync(AuditClient client)
    {
        using var patience = new CancellationTokenSource(HostContext.StopPatience, context.Time);
        try
        {
            await changes.StopAsync(client, patience.Token).ConfigureAwait(false);
            await SampleAsync(client, patience.Token).ConfigureAwait(false);
            await context.Records.TakeAsync(patience.Token).ConfigureAwait(false);
            await PollAsync(client, patience.Token).ConfigureAwait(false);
            await context.Records.AwaitLastAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or AuditException or TimeoutException)
        {
            // The source keeps what it was not asked for; the next run's first window takes it in and says gap.
            Failed(e);
        }
    }
}
