using AuditConsole.Components;
using AuditConsole.Hosts;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using Microsoft.AspNetCore.Components;

namespace AuditConsole.ActivityLog;

/// <summary>Who reset or changed what, and what did it return?</summary>
public sealed partial class ActivityPage
{
    private const int Page = 100;
    private readonly CancellationTokenSource _leaving = new();
    private ActivityView _view = null!;
    private IReadOnlyList<KeptActivity>? _entries;
    private DateTimeOffset _now;
    private string? _actor;
    private string? _text;
    private string? _complaint;
    private string? _trouble;
    private bool _more;
    private bool _reading;
    private bool _isUnknown;

    [Inject]
    private IHistory Store { get; set; } = null!;

    [Inject]
    private IHostMonitor Monitor { get; set; } = null!;

    [Inject]
    private ShownHosts Hosts { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Group { get; set; }

    [SupplyParameterFromQuery]
    private string? Actor { get; set; }

    [SupplyParameterFromQuery]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = ShownHost.Parameter)]
    private string? HostText { get; set; }

    private ShownHost Host => _view.Host!;

    private string Headline => _entries switch
    {
        null when _trouble is not null => ActivityText.CannotRead,
        null => ActivityText.Reading,
        [] when _view.IsFiltered => ActivityText.NoneLike,
        [] => ActivityText.Nothing,
        [var newest, ..] => Words.Say(ActivityText.LastEntry, Words.Clock(newest.Entry.At, _now), newest.Entry.Actor),
    };

    private static string Second => ActivityText.Second;

    /// <summary>Stops reading.</summary>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _view = ActivityView.Read(Group, Actor, Text, out _complaint) with { Host = Hosts.Of(HostText) };
        (_actor, _text) = (null, null);
        await ReadAsync(after: null);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = WatchAsync(_leaving.Token);
        }
    }

    private void Find() => Navigation.NavigateTo((_view with { Actor = Typed(_actor, _view.Actor), Text = Typed(_text, _view.Text) }).Address);

    private Task OlderAsync() => ReadAsync(_entries![^1]);

    private static string? Typed(string? typed, string? before) => typed is null ? before : string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private async Task ReadAsync(KeptActivity? after)
    {
        _reading = true;
        try
        {
            if (await Hosts.FindAsync(Host, _leaving.Token) is not { } host)
            {
                (_isUnknown, _entries) = (true, null);
                return;
            }

            _isUnknown = false;
            // One more than is shown tells whether there are older ones.
            var found = await Store.FindActivityAsync(_view.Filter(host.Key) with { After = after, Most = Page + 1 }, _leaving.Token);
            _more = found.Count > Page;
            _entries = [.. after is null ? [] : _entries!, .. found.Take(Page)];
            _trouble = null;
        }
        catch (HistoryException e)
        {
            _trouble = e.Message;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            _reading = false;
        }

        _now = Time.GetUtcNow();
    }

    // What happens is listed at once, unless the reader has gone back to older entries.
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in Monitor.Feed.WatchActivityAsync(cancellationToken))
            {
                if (Host.IsWatched && _entries is null or { Count: <= Page })
                {
                    await InvokeAsync(async () =>
                    {
                        await ReadAsync(after: null);
                        StateHasChanged();
                    });
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
