using AuditConsole.Api;
using AuditConsole.History;
using AuditConsole.Hosts;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Tests.Support;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.History;

public sealed class HistoryPageTests : ComponentTest
{
    private readonly ManualTimeProvider _clock = new();
    private readonly StoredHistory _store = new();
    private readonly PublishedHost _host = new();

    public HistoryPageTests()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<IHistory>(_store);
        Services.AddSingleton<IHostMonitor>(_host);
        Services.AddSingleton<ShownHosts>();
        Services.AddSingleton<Notes>();
        _store.Windows.Add(Window(-30, 900));
        _store.Windows.Add(Window(-26 * 60, 700));
    }

    [Fact]
    public void Compare_InTheAddress_TellsEachFigureOfBothTimes()
    {
        var page = Open("history?range=24h&compare=before");

        Assert.Contains("before 700 (+200)", page.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.Contains(_store.Asked, asked => asked == (_clock.GetUtcNow().AddHours(-48), _clock.GetUtcNow().AddHours(-24)));
        Assert.Equal("history?range=24h", Toggle(page, "Compare").GetAttribute("href"));
        Assert.Equal("true", Toggle(page, "Compare").GetAttribute("aria-current"));
    }

    [Fact]
    public void Compare_NotInTheAddress_ReadsOneTimeOnly()
    {
        var page = Open("history?range=24h");

        Assert.DoesNotContain("before", page.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.Single(_store.Asked);
    }

    [Fact]
    public void Range_ChangedWhileReading_KeepsWhatIsShownAndGivesUpTheFirstRead()
    {
        var page = Open("history?range=24h");
        var sentence = page.Find("h1").TextContent;
        _store.Held = new TaskCompletionSource();

        Go("history?range=7d");
        page.WaitForAssertion(() => Assert.Contains("loading", page.Find(".history").ClassName, StringComparison.Ordinal));
        Go("history?range=30d");

        Assert.Equal(sentence, page.Find("h1").TextContent);
        page.WaitForAssertion(() => Assert.Equal(1, _store.GivenUp));
        _store.Held.SetResult();
        page.WaitForAssertion(() => Assert.Equal("false", page.Find(".history").GetAttribute("aria-busy")));
        Assert.Contains("of 2", page.Find(".facts").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_Toggled_ReadsNothingAgain()
    {
        var page = Open("history?range=24h");

        Go("history?range=24h&view=table");

        page.WaitForAssertion(() => Assert.True(page.Find("[data-part=plots]").HasAttribute("hidden")));
        Assert.False(page.Find("[data-part=table]").HasAttribute("hidden"));
        Assert.Single(_store.Asked);
    }

    [Theory]
    [InlineData("history?range=1h", true)]
    [InlineData("history?from=now-1h&to=now", true)]
    [InlineData("history?from=2026-11-22T13:00:00Z&to=2026-11-22T14:30:00Z", false)]
    public void Window_Closed_MovesOnARangeThatEndsNow(string address, bool moves)
    {
        var page = Open(address);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _store.Windows.Add(Window(-1, 1500));

        _host.Feed.Publish(_store.Windows[^1]);

        if (moves)
        {
            page.WaitForAssertion(() => Assert.Contains("1,500", page.Find(".facts").TextContent, StringComparison.Ordinal));
            Assert.Equal(_clock.GetUtcNow(), _store.Asked[^1].To);
        }
        else
        {
            Assert.Single(_store.Asked);
        }
    }

    [Fact]
    public void Note_Added_IsKeptAtItsTimeAndListed()
    {
        var page = Open("history?range=24h");
        Button(page, "Add a note…").Click();
        page.Find(".note-form input").Input("rules loaded");
        page.FindAll(".note-form input")[1].Input("now-2h");

        page.Find(".note-form").Submit();

        page.WaitForAssertion(() => Assert.Contains("rules loaded. By local operator.", page.Find(".events").TextContent, StringComparison.Ordinal));
        Assert.Equal(
            new Activity("db-07", _clock.GetUtcNow().AddHours(-2), ActivityKind.Note, "local operator", null, null, "rules loaded") { Origin = "this process, page" }, Assert.Single(_store.Activity));
        Assert.Contains("The note is kept", page.Find("[role=status].xs").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "now", "no text")]
    [InlineData("x", "later", "cannot be read; accepted are now")]
    public void Note_ThatCannotBeUsed_SaysWhatIsAccepted(string text, string at, string complaint)
    {
        var page = Open("history?range=24h");
        Button(page, "Add a note…").Click();
        page.Find(".note-form input").Input(text);
        page.FindAll(".note-form input")[1].Input(at);

        page.Find(".note-form").Submit();

        page.WaitForAssertion(() => Assert.Contains(complaint, page.Find(".note-form [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(_store.Activity);
    }

    [Fact]
    public void History_ThatCannotBeRead_SaysWhy()
    {
        _store.Trouble = "The disk is gone.";

        var page = Open("history?range=24h");

        Assert.Equal("The history cannot be read.", page.Find("h1").TextContent);
        Assert.Equal("The disk is gone.", page.Find(".second").TextContent);
    }

    [Fact]
    public void Export_Opened_OffersBothFormsOfTheTimeShown()
    {
        var page = Open("history?from=2026-11-22T13:00:00Z&to=2026-11-22T14:30:00Z");

        Button(page, "Export").Click();

        Assert.Equal(
            ["polls.csv?from=2026-11-22T13:00:00Z&to=2026-11-22T14:30:00Z", "polls.json?from=2026-11-22T13:00:00Z&to=2026-11-22T14:30:00Z"],
            page.FindAll("#export a").Take(2).Select(link => link.GetAttribute("href")!["api/v1/hosts/db-07/".Length..]));
        page.Find(".menu").KeyDown("Escape");
        Assert.Empty(page.FindAll("#export"));
    }

    [Fact]
    public void Host_ThatWasImported_IsKeptByEveryLinkAndFollowsNothing()
    {
        _store.Hosts.Add(new KnownHost("web-01", HostSource.Imported, 2, _clock.GetUtcNow().AddHours(-30)));

        var page = Open("history?range=6h&host=web-01");

        Assert.All(_store.AskedOf, host => Assert.Equal("web-01", host));
        Assert.All(page.FindAll(".pick a[href^=history]"), link => Assert.EndsWith("&host=web-01", link.GetAttribute("href"), StringComparison.Ordinal));
        Button(page, "Export").Click();
        Assert.All(page.FindAll("#export a[download]"), link => Assert.StartsWith("api/v1/hosts/web-01/polls.", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal("report?range=6h&host=web-01", page.Find("#export a[href^=report]").GetAttribute("href"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        _host.Feed.Publish(_store.Windows[0]);
        Go("history?range=6h&host=web-01&view=table");
        Assert.Single(_store.Asked);
    }

    [Fact]
    public void Host_WithNothingInThisTime_IsOfferedWithAllThatIsKept()
    {
        _store.Hosts.Add(new KnownHost("web-01", HostSource.Imported, 2, _clock.GetUtcNow().AddDays(-3)));
        _store.Windows.Clear();

        Assert.Equal("history?from=2026-11-19T14:30:00&to=2026-11-22T14:30:00&host=web-01", Open("history?host=web-01").Find(".state a").GetAttribute("href"));
        Assert.Empty(Open("history").FindAll(".state a"));
    }

    [Fact]
    public void Host_ThatThereIsNot_IsSaidAndTheWatchedOneOffered()
    {
        Go("history?host=web-09");
        var page = Render<HistoryPage>();

        Assert.Equal("Nothing is kept of a host named web-09.", page.Find("h1").TextContent);
        Assert.Equal(("http://localhost/history", "Show db-07"), (page.Find("a.btn").GetAttribute("href"), page.Find("a.btn").TextContent));
        Assert.Empty(_store.Asked);
        Go("history?host=db-07");
        page.WaitForAssertion(() => Assert.Equal("false", page.Find(".history").GetAttribute("aria-busy")));
    }

    private IRenderedComponent<HistoryPage> Open(string address)
    {
        Go(address);
        var page = Render<HistoryPage>();
        page.WaitForAssertion(() => Assert.Equal("false", page.Find(".history").GetAttribute("aria-busy")));
        return page;
    }

    private void Go(string address) => Services.GetRequiredService<NavigationManager>().NavigateTo(address);

    private static AngleSharp.Dom.IElement Toggle(IRenderedComponent<HistoryPage> page, string words) => page.FindAll(".toggle").Single(link => link.TextContent == words);

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<HistoryPage> page, string words) => page.FindAll("button").Single(button => button.TextContent.Trim() == words);

    private Monitoring.Windows.PollWindow Window(double minutes, uint peak)
    {
        var from = _clock.GetUtcNow().AddMinutes(minutes);
        return Sample.Window(peak) with { From = from, To = from.AddSeconds(15) };
    }
}
