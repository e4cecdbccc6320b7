using AuditConsole.Hosts;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Report;
using AuditConsole.Tests.Support;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Report;

public sealed class ReportPageTests : ComponentTest
{
    private readonly ManualTimeProvider _clock = new();
    private readonly StoredHistory _store = new();

    public ReportPageTests()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<IHistory>(_store);
        Services.AddSingleton<IHostMonitor>(new PublishedHost());
        Services.AddSingleton<ShownHosts>();
    }

    [Fact]
    public void Peaks_AreListedTheHighestFirstAndDrawnToScale()
    {
        Add(-50, peak: 20, limit: 64);
        Add(-40, peak: 128, limit: 64);
        Add(-30, peak: 64, limit: 0);

        var page = Open("report?range=1h");

        Assert.Equal(["128", "64", "20"], page.FindAll("[aria-labelledby=highest-title] tbody tr").Select(row => row.Children[1].TextContent));
        Assert.Equal(["64", "none", "64"], page.FindAll("[aria-labelledby=highest-title] tbody tr").Select(row => row.Children[2].TextContent));
        Assert.Equal(["168.75", "0", "100"], page.FindAll("svg.picture rect.peak, svg.picture rect.over").Select(bar => bar.GetAttribute("y")));
        Assert.Equal(2, page.FindAll("svg.picture path.limit").Count);
    }

    [Fact]
    public void ChangesAndResets_AreListedAndNotesAreNot()
    {
        Add(-50, peak: 1, limit: 64);
        _store.Activity.Add(new Activity("db-07", _clock.GetUtcNow().AddMinutes(-5), ActivityKind.LostReset, "alice", 7, null, "The counter lost was cleared."));
        _store.Activity.Add(new Activity("db-07", _clock.GetUtcNow().AddMinutes(-4), ActivityKind.Note, "alice", null, null, "lunch"));

        Assert.Equal("The counter lost was cleared.", Assert.Single(Open("report?range=1h").FindAll(".acts li")).QuerySelector("div > span")!.TextContent);
    }

    [Fact]
    public void Gaps_SayFromWhenToWhenAndHowLongInAll()
    {
        Add(-50, peak: 1, limit: 64);
        Add(-40, peak: 1, limit: 64, unwatched: TimeSpan.FromMinutes(7));

        var gaps = Open("report?range=1h").Find("[aria-labelledby=gaps-title]");

        Assert.Contains("7\u00a0min in all", gaps.TextContent, StringComparison.Ordinal);
        Assert.Single(gaps.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public void NothingStored_IsSaidWithoutAPicture()
    {
        var page = Open("report?range=1h");

        Assert.Equal("Nothing is stored for this time.", page.Find("h1").TextContent);
        Assert.Empty(page.FindAll("svg.picture"));
    }

    [Fact]
    public void Host_ThatWasImported_IsNamedAndKept()
    {
        _store.Hosts.Add(new KnownHost("web-01", HostSource.Imported, 2, _clock.GetUtcNow().AddHours(-30)));
        Add(-50, peak: 1, limit: 64);

        var page = Open("report?range=1h&host=web-01");

        Assert.Equal("Audit backlog of web-01, imported history", page.Find(".q").TextContent);
        Assert.Equal("history?range=1h&host=web-01", page.Find("a.btn").GetAttribute("href"));
        Assert.All(_store.AskedOf, host => Assert.Equal("web-01", host));
        Assert.Equal("web-01", Assert.Single(_store.AskedActivity).Host);
    }

    [Fact]
    public void Host_ThatThereIsNot_IsSaid() =>
        Assert.Equal("Nothing is kept of a host named web-09.", Open("report?host=web-09").Find("h1").TextContent);

    [Fact]
    public void Trouble_IsSaid()
    {
        _store.Trouble = "The disk is gone.";

        Assert.Contains("The disk is gone.", Open("report?range=1h").Find(".second").TextContent, StringComparison.Ordinal);
    }

    private void Add(int minutes, uint peak, uint limit, TimeSpan unwatched = default) => _store.Windows.Add(new PollWindow
    {
        Host = "db-07",
        From = _clock.GetUtcNow().AddMinutes(minutes),
        To = _clock.GetUtcNow().AddMinutes(minutes + 10),
        Peak = peak,
        BacklogLimit = limit,
        Tier = Tier.Probe,
        Lost = 0,
        Gap = unwatched > TimeSpan.Zero,
        Unwatched = unwatched,
        OverLimitWindows = limit > 0 && peak > limit ? 1 : 0,
    });

    private IRenderedComponent<ReportPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<ReportPage>();
    }
}
