using AuditConsole.Components;
using AuditConsole.Components.Parts;
using AuditConsole.Health;
using AuditConsole.Kernel.Host;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace AuditConsole.Overview;

/// <summary>Is my limit large enough right now, and how close did it come?</summary>
public sealed partial class OverviewPage
{
    /// <summary>Who acts from a page, as long as nobody signs in.</summary>
    public const string Operator = "operator";

    private Snapshot? _latest;
    private DateTimeOffset _now;
    private View _shown = null!;

    private string System => Feed.Description.Source == HostSource.Engine ? "engine" : "kernel";

    private Tier Tier => _latest?.Tier ?? Feed.State.Tier;

    protected override bool Look()
    {
        var before = (_shown, Figures(_latest));
        _latest = Feed.Latest;
        _now = Time.GetUtcNow();
        var last = Feed.RecentWindows is [.., var newest] ? newest : null;
        var state = Feed.State;
        var connection = Connection.Of(_latest, state, _now);
        _shown = new View(
            VerdictText.For(Feed.Description, _latest, last, state, _now),
            last,
            connection.State is Freshness.Stale or Freshness.Lost,
            connection.State == Freshness.Held ? connection.Age : TimeSpan.Zero,
            connection.State == Freshness.Lost && state.Problem is { } problem ? HealthFinding.Bad("source", FindingSeverity.Crit, $"{Feed.Description.Host} cannot be asked.", $"{problem} The console tries again by itself every few seconds.") : null,
            last is null ? TimeSpan.FromSeconds(Math.Ceiling((state.NextPoll - _now).TotalSeconds)) : TimeSpan.Zero);
        return before != (_shown, Figures(_latest));
    }

    // Of a snapshot only these are shown; that a new one has arrived is no reason to render.
    private static (uint?, uint?, MarkShown?, Tier?) Figures(Snapshot? snapshot) =>
        (snapshot?.Status.Backlog, snapshot?.Status.BacklogLimit, snapshot?.Mark, snapshot?.Tier);

    private async Task OpenResetAsync()
    {
        if (Feed.Latest is not { } latest)
        {
            return;
        }

        await Dialogs.OpenAsync<ResetDialog>(
            "Reset the high-water mark",
            new Dictionary<string, object?>
            {
                [nameof(ResetDialog.Offer)] = ResetOffer.For(Feed.Description, latest, Feed.State, Time.GetUtcNow()),
                [nameof(ResetDialog.Reset)] = (Func<ResetKind, string?, Task<ResetResult>>)((kind, reason) => Monitor.ResetMarkAsync(kind, Operator, reason, Leaving)),
                [nameof(ResetDialog.OnClose)] = EventCallback.Factory.Create(this, () => Dialogs.Close()),
            },
            new DialogOptions { ShowTitle = false, CssClass = "reset", Width = "", AutoFocusFirstElement = false, CloseDialogOnOverlayClick = true, AriaLabel = "Reset the high-water mark" });
    }

    private sealed record View(VerdictText Verdict, PollWindow? Last, bool Stale, TimeSpan HeldFor, HealthFinding? Unavailable, TimeSpan ToFirst);
}
