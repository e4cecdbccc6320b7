using AuditConsole.Hosts;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using Microsoft.AspNetCore.Components;

namespace AuditConsole.History;

/// <summary>When were the peaks, how high, and what happened then?</summary>
/// <remarks>While another time is read, what was shown before stays; what nobody waits for any more is not read to its end.</remarks>
public sealed partial class HistoryPage : IAsyncDisposable
{
    private const int Points = 2000;

    private readonly CancellationTokenSource _leaving = new();
    private CancellationTokenSource? _reading;
    private Task _watching = Task.CompletedTask;
    private HistoryView _view = null!;
    private Shown? _shown;
    private DateTimeOffset _now;
    private string? _complaint;
    private string? _trouble;
    private bool _loading;
    private bool _isUnknown;
    private int _notes;

    [Inject]
    private IHostMonitor Monitor { get; set; } = null!;

    [Inject]
    private IHistory Store { get; set; } = null!;

    [Inject]
    private ShownHosts Hosts { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>The name of a span, as <c>24h</c>.</summary>
    [SupplyParameterFromQuery(Name = "range")]
    private string? RangeText { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToText { get; set; }

    /// <summary><c>before</c> for the time before beside it.</summary>
    [SupplyParameterFromQuery(Name = "compare")]
    private string? CompareText { get; set; }

    /// <summary><c>table</c> for a table instead of the picture.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewText { get; set; }

    /// <summary>Whose history is shown; the watched host's where the address does not say.</summary>
    [SupplyParameterFromQuery(Name = ShownHost.Parameter)]
    private string? HostText { get; set; }

    private ShownHost Host => _view.Host!;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var before = _view;
        Look();
        // Another form of the same windows needs nothing to be read.
        if (before is not null && _shown is not null && _trouble is null && before.Host == _view.Host && before.Range.Query == _view.Range.Query && before.Compare == _view.Compare)
        {
            _view = _view with { Range = before.Range };
            return Task.CompletedTask;
        }

        _loading = true;
        return ReadAsync();
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _watching = WatchAsync();
        }
    }

    private void Look()
    {
        _now = Time.GetUtcNow();
        var range = HistoryRange.Read(RangeText, FromText, ToText, _now, out var rangeComplaint);
        _view = HistoryView.Read(range, CompareText, ViewText, out var viewComplaint) with { Host = Hosts.Of(HostText) };
        _complaint = rangeComplaint ?? viewComplaint;
    }

    private async Task ReadAsync()
    {
        _reading?.Cancel();
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
        _reading = reading;
        var (range, compare, shown) = (_view.Range, _view.Compare, Host);
        try
        {
            if (await Hosts.FindAsync(shown, reading.Token) is not { } host)
            {
                (_shown, _trouble, _loading, _isUnknown) = (null, null, false, true);
                return;
            }

            var rows = Store.PollsAsync(host.Key, range.From, range.To, Points, reading.Token);
            var earlier = compare ? Store.PollsAsync(host.Key, range.Before.From, range.Before.To, Points, reading.Token) : null;
            var events = Store.ActivityAsync(host.Key, range.From, range.To, WhatHappened.Most, reading.Token);
            await Task.WhenAll(rows, earlier ?? Task.CompletedTask, events);
            _shown = new Shown(await rows, RangeSummary.Of(await rows), earlier is null ? null : RangeSummary.Of(await earlier), await events, host.Since);
            (_trouble, _loading, _isUnknown) = (null, false, false);
        }
        catch (HistoryException e) when (!reading.IsCancellationRequested)
        {
            (_shown, _trouble, _loading) = (null, e.Message, false);
        }
        catch (Exception e) when (e is OperationCanceledException or HistoryException && reading.IsCancellationRequested)
        {
            // Another time is being read, or the page has gone.
        }
        finally
        {
            _reading = _reading == reading ? null : _reading;
        }
    }

    // A range that ends now moves on when a window closes, but by no less than a row of it.
    private async Task WatchAsync()
    {
        try
        {
            await foreach (var _ in Monitor.Feed.WatchWindowsAsync(_leaving.Token))
            {
                if (Host.IsWatched && _view.Range.IsLive && _reading is null && Time.GetUtcNow() - _now >= _view.Range.Span / Points)
                {
                    Look();
                    await ReadAsync();
                    StateHasChanged();
                }
            }
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    // Where a host's windows were recorded elsewhere, the last day has none as a rule.
    private string? All(DateTimeOffset? since) => since is { } from && from < _now ? _view.At(HistoryRange.Times(from, _now)) : null;

    private Task NotedAsync()
    {
        _notes++;
        Look();
        return ReadAsync();
    }

    private void Choose((string From, string To) chosen) => Navigation.NavigateTo(_view.At(HistoryRange.Times(chosen.From, chosen.To)));

    private void Zoom((DateTimeOffset From, DateTimeOffset To) selected) => Navigation.NavigateTo(_view.At(HistoryRange.Times(selected.From, selected.To)));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _watching;
        _leaving.Dispose();
    }

    private sealed record Shown(IReadOnlyList<PollWindow> Rows, RangeSummary Summary, RangeSummary? Before, IReadOnlyList<Activity> Events, DateTimeOffset? Since);
}
