using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>Brings together what samples show and what the stream tells: clears and changes by others, and when a window is complete.</summary>
/// <remarks>
/// Belongs to the monitor's loop. A closed window waits for the records of its time, at most until the next one closes: see
/// docs/decisions/0008-readlog.md. Where the stream is not there, or skipped something, nothing waits and samples alone decide.
/// </remarks>
internal sealed class RecordWatch(HostContext context)
{
    // One in five; of fewer records than this no share is told.
    private const int OwnShare = 5;
    private const int FewestToJudge = 20;

    private static readonly TimeSpan s_lastPatience = TimeSpan.FromSeconds(1);

    private readonly Findings _findings = new();
    private readonly UserNames _users = new();
    private long _breaks;
    private WaitingWindow? _waiting;

    /// <summary>Our own clears, each of which is announced here before it is sent.</summary>
    public OwnClears Own { get; } = new();

    /// <summary>What we set ourselves, likewise.</summary>
    public OwnSettings OwnSettings { get; } = new();

    private RecordStream Stream => context.Stream;

    /// <summary>Takes in what changed between two answers, and says it unless a record may still come that says it better.</summary>
    /// <param name="before">The last answer.</param>
    /// <param name="after">This one.</param>
    /// <param name="fell">Whether the mark fell, and no record has told why.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task ObserveAsync(AuditStatus? before, AuditStatus after, bool fell, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (before is null)
        {
            _breaks = Stream.Breaks;
        }

        if (fell)
        {
            _findings.Hold(
                new Finding(
                    CounterNames.Of(AuditCounter.BacklogMaxDepth), null, ActivityKind.ClearedElsewhere,
                    "The mark fell without this console clearing it, so a peak of this window may be missing.", at),
                after.Backlog);
        }

        foreach (var (field, text, value) in before is null ? [] : StatusChanges.Between(before, after))
        {
            _findings.Hold(new Finding(field, value, ActivityKind.Changed, text, at), after.Backlog);
        }

        _findings.Sampled();
        if (!Stream.Joined)
        {
            await SayAsync(_findings.Release(after.Backlog, all: true), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes in the records that have come, after each sample; then commits the window that waits, if they were the last of it.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        await TakeRecordsAsync(cancellationToken).ConfigureAwait(false);
        var backlog = context.Status?.Backlog ?? 0;
        await SayAsync(_findings.Release(backlog, all: !Stream.Joined), cancellationToken).ConfigureAwait(false);
        if (_waiting is { } waiting && (waiting.OwnClear?.Told == true || !IsComplete(waiting.Breaks) || waiting.CatchUp.Next(backlog)))
        {
            await CommitAsync(waiting).ConfigureAwait(false);
        }
    }

    /// <summary>Takes over a window that has just closed: commits it, or has it wait for the records of its time.</summary>
    public async Task CloseAsync(PollWindow closed, HostState state, bool cleared, CancellationToken cancellationToken)
    {
        closed = await WithProducersAsync(closed, cancellationToken).ConfigureAwait(false);
        var complete = IsComplete(_breaks);
        _breaks = Stream.Breaks;
        if (!complete)
        {
            // Closed is closed, even while the console is told to stop: nobody can close this window again.
            await context.Committer.AddAsync(closed, state, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        _waiting = new WaitingWindow(
            closed, state, cleared ? Own.Last(AuditCounter.BacklogMaxDepth) : null, new CatchUp(closed.Backlog), _breaks, context.Now());
        if (cleared)
        {
            // Until the commit the value that was cleared is nowhere but here and in what this writes down.
            await context.Committer.TryAsync(
                () => context.History.IntendClearAsync(context.Host.Host, new ClearIntent(context.Now(), closed.Peak), cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Commits the window that waits, complete or not.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (_waiting is { } waiting)
        {
            await TakeRecordsAsync(cancellationToken).ConfigureAwait(false);
            if (waiting.OwnClear?.Told != true && IsComplete(waiting.Breaks))
            {
                context.Keeper!.ClosedPeakMayBeHigher();
            }

            await CommitAsync(waiting).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the records of the last window a moment, when the console stops.</summary>
    public async Task AwaitLastAsync(CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(
            context.Options.SampleInterval < s_lastPatience ? context.Options.SampleInterval : s_lastPatience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            while (_waiting is { } waiting && waiting.OwnClear?.Told != true && IsComplete(waiting.Breaks))
            {
                await Stream.Changes.WaitToReadAsync(either.Token).ConfigureAwait(false);
                await TakeRecordsAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
        }

        await TakeAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<PollWindow> WithProducersAsync(PollWindow closed, CancellationToken cancellationToken)
    {
        if (Stream.TakeProducers() is not { } producers)
        {
            return closed;
        }

        if (Stream.Joined && producers.Records >= FewestToJudge && producers.Own * OwnShare > producers.Records)
        {
            var because = $"{producers.Own} of the {producers.Records} records of a window came from this console itself: a rule watches what it does. "
                + $"It leaves the stream of records for an hour. Leave process {Environment.ProcessId} out of the rule, or set AuditConsole:Records:ReadLog to off.";
            Stream.Dismiss(because);
            await context.RecordAsync(ActivityKind.StreamLeft, null, because, cancellationToken).ConfigureAwait(false);
        }

        return closed with { Details = (closed.Details ?? new WindowDetails()) with { Producers = producers } };
    }

    private bool IsComplete(long breaks) => Stream.Joined && Stream.Breaks == breaks;

    private async Task CommitAsync(WaitingWindow waiting)
    {
        _waiting = null;
        Own.ForgetUnanswered(waiting.ClosedAt);
        await context.Committer.AddAsync(context.Keeper!.Amend(waiting.Window), waiting.State, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task TakeRecordsAsync(CancellationToken cancellationToken)
    {
        while (Stream.Changes.TryRead(out var change))
        {
            if (CounterNames.CounterOf(change.Change) is { } counter)
            {
                await TakeClearAsync(counter, change, cancellationToken).ConfigureAwait(false);
            }
            else if (CounterNames.SettingOf(change.Change) is { } setting)
            {
                await TakeSettingAsync(setting, change, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TakeClearAsync(AuditCounter counter, StreamedChange record, CancellationToken cancellationToken)
    {
        var value = record.Change.Old;
        var own = Own.Take(counter, value, record.At);
        if (own?.Answered == true)
        {
            return;
        }

        var tellsPeak = counter == AuditCounter.BacklogMaxDepth && context.Status is { } status && context.TierOf(status) != Tier.Probe;
        if (tellsPeak || counter != AuditCounter.BacklogMaxDepth)
        {
            context.Keeper?.ClearedElsewhere(counter, value, record.At, _waiting?.Order ?? RecordOrder.NothingWaits);
        }

        context.Feed.Totals.Of(counter)?.ClearedElsewhere(
            value, record.At, sampled: context.Feed.Latest is { } latest && record.At + ClosedWindow.Slack < latest.At);
        if (tellsPeak)
        {
            context.Mark.ClearedElsewhere(value, record.At);
        }

        if (own is null)
        {
            var name = CounterNames.Of(counter);
            _findings.ToldCleared(name);
            context.Feed.CountReset(name, "other");
            await context.RecordAsync(
                ActivityKind.ClearedElsewhere, Requester.Console, value, record.At,
                $"{name} was cleared by {_users.Describe(record.Change)}. It stood at {value}, which its window keeps.", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TakeSettingAsync(string setting, StreamedChange record, CancellationToken cancellationToken)
    {
        var (change, at) = record;
        if (OwnSettings.Take(setting, change.Value, at))
        {
            return;
        }

        if (change.Allowed)
        {
            _findings.Told(setting, change.Value);
        }

        if (!change.Allowed || change.Value != change.Old)
        {
            var refused = change.Allowed ? "" : " was refused: the configuration is locked";
            await context.RecordAsync(
                ActivityKind.Changed, Requester.Console, change.Allowed ? change.Value : change.Old, at,
                $"{setting} {change.Old} → {change.Value} by {_users.Describe(change)}{refused}.", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SayAsync(IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        foreach (var finding in findings)
        {
            if (finding.Kind == ActivityKind.ClearedElsewhere)
            {
                context.Feed.CountReset(finding.Field, "other");
            }

            await context.RecordAsync(finding.Kind, Requester.Console, finding.Value, finding.At, finding.Text, cancellationToken).ConfigureAwait(false);
        }
    }
}
