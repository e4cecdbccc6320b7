using AuditConsole.ActivityLog;
using AuditConsole.Hosts;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Tests.Support;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.ActivityLog;

public sealed class ActivityPageTests : ComponentTest
{
    private readonly ManualTimeProvider _clock = new();
    private readonly StoredHistory _store = new();
    private readonly PublishedHost _host = new();

    public ActivityPageTests()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<IHistory>(_store);
        Services.AddSingleton<IHostMonitor>(_host);
        Services.AddSingleton<ShownHosts>();
    }

    [Fact]
    public void Entries_SayWhoFromWhereWhatAndWhatItReturned()
    {
        Add(1, ActivityKind.LostReset, "The counter lost was cleared.", value: 7);
        Add(2, ActivityKind.Configured, "backlog_limit was changed.", field: ("backlog_limit", 64, 8192), reason: "load test");

        var page = Open("activity");

        var entries = page.FindAll(".acts li");
        Assert.Equal("backlog_limit was changed. Reason: load test.", entries[0].QuerySelector("div > span")!.TextContent);
        Assert.Equal("alice · 192.0.2.7, page", entries[0].QuerySelector(".xs")!.TextContent);
        Assert.Equal(["64 → 8,192", "returned 7"], entries.Select(entry => entry.QuerySelector(".n")!.TextContent));
        Assert.Contains("by alice", page.Find("h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_IsMarkedInWords()
    {
        Add(1, ActivityKind.Configured, "enabled was not changed: the configuration is locked.", refused: true);

        Assert.Equal("refused", Open("activity").Find(".acts li .tagx").TextContent);
    }

    [Fact]
    public void Address_NamesTheFilterAndTheExportsKeepIt()
    {
        var page = Open("activity?group=resets&actor=bob&text=a%26b");

        Assert.Equal(new ActivityFilter("db-07") { Kinds = ActivityGroup.Find("resets")!.Kinds, Actor = "bob", Text = "a&b", Most = 101 }, _store.AskedActivity[^1]);
        Assert.Equal("api/v1/hosts/db-07/activity.csv?group=resets&actor=bob&text=a%26b", page.Find("a[download]").GetAttribute("href"));
        Assert.Equal("activity?group=notes&actor=bob&text=a%26b", Link(page, "Notes").GetAttribute("href"));
        Assert.Contains("No entry is like that", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_WithAHost_ListsItsEntriesAndEveryLinkKeepsIt()
    {
        _store.Hosts.Add(new KnownHost("web-01", HostSource.Imported, 2, Sample.Since));

        var page = Open("activity?group=resets&host=web-01");

        Assert.Equal("web-01", _store.AskedActivity[^1].Host);
        Assert.Equal("api/v1/hosts/web-01/activity.csv?group=resets", page.Find("a[download]").GetAttribute("href"));
        Assert.All(page.FindAll(".seg a"), link => Assert.EndsWith("host=web-01", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal("Nothing is kept of a host named web-09.", Open("activity?host=web-09").Find("h1").TextContent);
    }

    [Fact]
    public void Address_WithAGroupThereIsNot_SaysWhichThereAre() =>
        Assert.Contains("The address asks for everything; accepted are all, changes, resets", Open("activity?group=everything").Find("[role=alert]").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Find_TypedWords_GoesToTheirAddress()
    {
        var page = Open("activity?group=notes");

        page.FindAll("form input")[0].Change(" alice ");
        page.Find("form").Submit();

        Assert.EndsWith("activity?group=notes&actor=alice", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Older_Pressed_AddsTheNextPage()
    {
        for (var i = 0; i < 150; i++)
        {
            Add(i, ActivityKind.Note, $"note {i}");
        }

        var page = Open("activity");
        Assert.Equal(100, page.FindAll(".acts li").Count);
        page.FindAll("button").Single(button => button.TextContent == "Older entries").Click();

        Assert.Equal(150, page.FindAll(".acts li").Count);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent == "Older entries");
    }

    [Fact]
    public void New_WhileOpen_IsListedAtOnce()
    {
        var page = Open("activity");
        Assert.Contains("Nothing has been reset, changed or noted yet", page.Markup, StringComparison.Ordinal);

        Add(1, ActivityKind.Note, "just now");
        _host.Feed.Publish(_store.Activity[^1]);

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".acts li")));
    }

    [Fact]
    public void Trouble_IsSaidInTheHeadline()
    {
        _store.Trouble = "The disk is gone.";

        var page = Open("activity");

        Assert.Equal("The activity cannot be read.", page.Find("h1").TextContent);
        Assert.Contains("The disk is gone.", page.Find(".second").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "All 2 entries hold together. The last hash is ")]
    [InlineData(false, "db-07: entry 2 of")]
    public void Verify_Pressed_SaysWhetherAllHold(bool whole, string expected)
    {
        Add(1, ActivityKind.Note, "one");
        Add(2, ActivityKind.Note, "two");
        _store.Tampered = !whole;
        var page = Open("activity");

        page.FindAll("button").Single(button => button.TextContent == "Verify now").Click();

        Assert.Contains(expected, page.Find("[role=status]").TextContent.ReplaceLineEndings(" ").Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    private void Add(int minute, ActivityKind kind, string text, uint? value = null, (string Name, uint Old, uint New)? field = null, string? reason = null, bool refused = false) =>
        _store.Activity.Add(new Activity("db-07", _clock.GetUtcNow().AddMinutes(minute - 1000), kind, "alice", value, value is null ? null : Tier.Probe, text)
        {
            Origin = "192.0.2.7, page",
            Reason = reason,
            Field = field?.Name,
            OldValue = field?.Old,
            NewValue = field?.New,
            Refused = refused,
        });

    private IRenderedComponent<ActivityPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<ActivityPage>();
    }

    private static AngleSharp.Dom.IElement Link(IRenderedComponent<ActivityPage> page, string text) => page.FindAll("a").Single(link => link.TextContent == text);
}
