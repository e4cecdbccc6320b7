using AuditConsole.Access;
using AuditConsole.Components;
using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;
using Microsoft.AspNetCore.Components;

namespace AuditConsole.Configure;

/// <summary>What does the audit subsystem run with, and what would a change do?</summary>
public sealed partial class ConfigurePage
{
    private readonly ChangeInput _input = new();
    private AuditStatus? _status;
    private IReadOnlyList<ChangeRecord> _past = [];
    private PersistedSettings? _persisted;
    private CounterOffer? _offer;
    private DateTimeOffset _now;
    private string? _refusal;
    private ChangePreview? _preview;
    private SpanEffect? _week;
    private string? _trouble;
    private bool _reading;
    private int _asked;

    private string System => Words.Name(Feed.Description.Source);

    private string Sentence => _status is not { } status
        ? Words.Say(ConfigureText.NotAnswered, System)
        : status.Enabled == ChangeRules.Locked ? ConfigureText.LockedUntilBoot
        : status.BacklogLimit == 0 ? ConfigureText.NoLimit
        : _week is { HighestPeak: { } peak }
            ? Words.Say(ConfigureText.LimitIsPeakWas, Words.Count(status.BacklogLimit), Words.AtLeast(peak, _week.LowerBounds ? Monitoring.Bound.AtLeast : Monitoring.Bound.Exact))
        : Words.Say(ConfigureText.LimitIs, Words.Count(status.BacklogLimit));

    private string Second => _status is null
        ? Feed.State.Problem ?? ConfigureText.ShownWhenAnswered
        : _status.Enabled == ChangeRules.Locked ? ConfigureText.LockedSecond
        : Feed.Description.Source == HostSource.Engine ? ConfigureText.EngineSecond
        : ConfigureText.KernelSecond;

    /// <summary>A limit to begin with, such as the one that Tuning recommends.</summary>
    [SupplyParameterFromQuery(Name = "backlog_limit")]
    private string? Limit { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (Limit is { Length: > 0 and < 20 } limit)
        {
            _input.Set(AuditSetting.BacklogLimit, limit);
        }

        _persisted = Machine.Persisted;
        await ReadWeekAsync();
        if (Limit is not null && Operator.WhyNot(ConsoleRole.Operator) is null)
        {
            await PreviewAsync();
        }
    }

    protected override bool Look()
    {
        var before = (Figures(_status), _past, _refusal, Minute(_now));
        _status = Feed.Latest?.Status;
        _past = Feed.State.PastChanges;
        _now = Time.GetUtcNow();
        _refusal = _status is null ? null : Refusal(_status);
        return before != (Figures(_status), _past, _refusal, Minute(_now));
    }

    // Of a snapshot only these are shown; that a new one has arrived is no reason to render.
    private static (uint?, uint?, uint?, uint?, uint?, uint?, uint?) Figures(AuditStatus? status) =>
        (status?.BacklogLimit, status?.BacklogWaitTime, status?.RateLimit, status?.Failure, status?.Enabled, status?.Lost, status?.BacklogWaitTimeActual);

    private static long Minute(DateTimeOffset at) => at.Ticks / TimeSpan.TicksPerMinute;

    private string? Refusal(AuditStatus status) =>
        Operator.WhyNot(ConsoleRole.Operator) is { } role ? role
        : Feed.State.ClearRefusal is { } held ? Words.Say(ConfigureText.LeaseHeld, held)
        : ChangeRules.Refusal(new ConfigChangeRequest(), status)
        ?? (Feed.State.PendingChange is null ? null : ConfigureText.ChangeWaits);

    private async Task ReadWeekAsync()
    {
        try
        {
            _week = (await Previews.PeaksAsync().WaitAsync(Leaving)).Compare(PeakSpans.Week, 0);
        }
        catch (Exception e) when (e is HistoryException or OperationCanceledException)
        {
            // The sentence does without; a preview says why.
        }
    }

    private async Task PreviewAsync()
    {
        Operator.Demand(ConsoleRole.Operator);
        var asked = ++_asked;
        (_trouble, _reading) = (null, false);
        if (_status is not { } status || _input.Request(status, Feed.Description.Hz) is not { Fields.Count: > 0 } request)
        {
            _preview = null;
            return;
        }

        _reading = true;
        try
        {
            var preview = await Previews.PreviewAsync(request, Leaving);
            // What was typed since has its own preview.
            (_preview, _reading) = asked == _asked ? (preview, false) : (_preview, _reading);
        }
        catch (Exception e) when (e is ChangeInvalidException or HostBusyException or HistoryException)
        {
            (_trouble, _reading) = asked == _asked ? (e.Message, false) : (_trouble, _reading);
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
        }
    }

    private async Task<ChangeRecord> ChangeAsync(ConfigChangeRequest request, string? reason)
    {
        Operator.Demand(ChangeRoles.For(request));
        var change = await Monitor.ChangeAsync(request, Operator.As(reason), Leaving);
        Look();
        return change;
    }

    // Demanded once more: the role may have changed since the dialog was opened.
    private Task<ResetResult> ResetAsync(AuditCounter counter, string? reason)
    {
        Operator.Demand(ConsoleRole.Operator);
        return Monitor.ResetCounterAsync(counter, Operator.As(reason), Leaving);
    }

    private void OpenReset(AuditCounter counter)
    {
        Operator.Demand(ConsoleRole.Operator);
        if (Feed.Latest is { } latest)
        {
            _offer = CounterOffer.For(counter, Feed.Description, latest, Feed.State, Time.GetUtcNow());
        }
    }
}
