using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using Microsoft.AspNetCore.Components;

namespace AuditConsole.History;

/// <summary>When were the peaks, how high, and what happened then?</summary>
public sealed partial class HistoryPage : IDisposable
{
    private const int Points = 2000;

    private readonly CancellationTokenSource _leaving = new();
    private HistoryRange _range = null!;
    private RangeSummary? _summary;
    private IReadOnlyList<Activity> _events = [];
    private DateTimeOffset _now;
    private string? _complaint;
    private string? _trouble;

    [Inject]
    private IHostMonitor Monitor { get; set; } = null!;

    [Inject]
    private IHistory Store { get; set; } = null!;

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

    private string Host => Monitor.Feed.Description.Host;

    protected override async Task OnParametersSetAsync()
    {
        _now = Time.GetUtcNow();
        var range = HistoryRange.Read(RangeText, FromText, ToText, _now, out _complaint);
        _range = range;
        try
        {
            var rows = await Store.PollsAsync(Host, range.From, range.To, Points, _leaving.Token);
            var events = await Store.ActivityAsync(Host, range.From, range.To, WhatHappened.Most, _leaving.Token);
            if (range == _range)
            {
                (_summary, _events, _trouble) = (RangeSummary.Of(rows), events, null);
            }
        }
        catch (HistoryException e)
        {
            (_summary, _trouble) = (null, e.Message);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
        }
    }

    private void Choose((string From, string To) chosen) =>
        Navigation.NavigateTo($"history?from={Uri.EscapeDataString(chosen.From)}&to={Uri.EscapeDataString(chosen.To)}");

    private void Zoom((DateTimeOffset From, DateTimeOffset To) selected) => Navigation.NavigateTo(HistoryRange.Address(selected.From, selected.To));

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}
