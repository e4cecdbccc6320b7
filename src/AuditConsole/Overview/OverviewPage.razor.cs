using AuditConsole.Access;
using AuditConsole.Components;
using AuditConsole.Components.Parts;
using AuditConsole.Health;
using AuditConsole.Kernel.Host;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Overview;

/// <summary>Is my limit large enough right now, and how close did it come?</summary>
public sealed partial class OverviewPage
{
    private Snapshot? _latest;
    private DateTimeOffset _now;
    private View _shown = null!;
    private ResetOffer? _offer;

    private string System => Words.Name(Feed.Description.Source);

    private Tier Tier => _latest?.Tier ?? Feed.State.Tier;

    protected override bool Look()
    {
        var before = (_shown, Figures(_latest));
        _latest = Feed.Latest;
        _now = Time.GetUtcNow();
        var last = Feed.RecentWindows is [.., var newest] ? newest : null;
        var state = Feed.State;
        var connection = Connection.Of(_latest, state, _now);
        var verdict = VerdictText.For(Feed.Description, _latest, last, state, _now);
        _shown = new View(
            GrowthText.Of(Feed, _latest) is { } growth ? verdict with { Second = growth } : verdict,
            last,
            connection.State is Freshness.Stale or Freshness.Lost,
            connection.State == Freshness.Held ? connection.Age : TimeSpan.Zero,
            connection.State == Freshness.Lost && state.Problem is { } problem ? HealthFinding.Bad("source", FindingSeverity.Crit, Words.Say(OverviewText.HostNotAsked, Feed.Description.Host), Words.Say(OverviewText.TriesAgain, problem)) : null,
            last is null ? TimeSpan.FromSeconds(Math.Ceiling((state.NextPoll - _now).TotalSeconds)) : TimeSpan.Zero);
        return before != (_shown, Figures(_latest));
    }

    // Of a snapshot only these are shown; that a new one has arrived is no reason to render.
    private static (uint?, uint?, MarkShown?, Tier?) Figures(Snapshot? snapshot) =>
        (snapshot?.Status.Backlog, snapshot?.Status.BacklogLimit, snapshot?.Mark, snapshot?.Tier);

    private void OpenReset()
    {
        Operator.Demand(ConsoleRole.Operator);
        if (Feed.Latest is { } latest)
        {
            _offer = ResetOffer.For(Feed.Description, latest, Feed.State, Time.GetUtcNow());
        }
    }

    // Demanded once more: the role may have changed since the dialog was opened.
    private Task<ResetResult> ResetAsync(ResetKind kind, string? reason)
    {
        Operator.Demand(ConsoleRole.Operator);
        return Monitor.ResetMarkAsync(kind, Operator.As(reason), Leaving);
    }

    private sealed record View(VerdictText Verdict, PollWindow? Last, bool Stale, TimeSpan HeldFor, HealthFinding? Unavailable, TimeSpan ToFirst);
}
