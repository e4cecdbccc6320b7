using System.Globalization;
using AuditConsole.Configure;
using AuditConsole.Hosts;
using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;
using AuditConsole.Tuning;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Tuning;

public sealed class TuningPageTests : ComponentTest
{
    private const uint Limit = 2_048;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly ManualTimeProvider _clock = new(Sample.Now);
    private readonly StoredHistory _store = new();

    public TuningPageTests()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<IHistory>(_store);
        Services.AddSingleton<IHostMonitor>(new PublishedHost());
        Services.AddSingleton<IMachineSettings>(new NoMachine());
        Services.AddSingleton<ShownHosts>();
        Services.AddSingleton<AdviceKeeper>();
    }

    [Fact]
    public void TheLimit_IsAnswered_WithCurveLevelsCostAndEvidence()
    {
        AddDays(30);

        var page = Open("tuning");

        page.WaitForAssertion(() => Assert.StartsWith("The limit of 2,048 is enough; ", page.Find("h1").TextContent, StringComparison.Ordinal), s_patience);
        Assert.Equal("Safe", page.Find("[role=status].word").TextContent);
        Assert.Equal(2, page.FindAll("[aria-labelledby=loss-title] svg.tune-plot").Count);
        Assert.Equal(3, page.FindAll("[aria-labelledby=levels-title] tbody tr").Count);
        Assert.Contains("auditctl -b ", page.Find("[aria-labelledby=do-title]").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("configure?backlog_limit=", page.Find("[aria-labelledby=do-title] a.pri").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("The curve fits.", page.Find(".tune-sure").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSlider_ShowsWhatALimitWouldHaveLost()
    {
        AddDays(30);
        var page = Open("tuning");
        page.WaitForElement("#try-limit", s_patience);

        page.Find("#try-limit").Input("0");
        page.WaitForAssertion(() => Assert.NotEqual("0", page.Find(".tune-facts b").TextContent), s_patience);

        page.Find("#try-limit").Input("63");
        page.WaitForAssertion(() => Assert.Equal("0", page.Find(".tune-facts b").TextContent), s_patience);
    }

    [Fact]
    public void Budgets_FindALimit_AndSayWhenANumberIsNeeded()
    {
        AddDays(30);
        var page = Open("tuning");
        page.WaitForElement(".tune-budget input", s_patience);

        page.FindAll(".tune-budget input")[1].Input("1");
        page.WaitForAssertion(() => Assert.Equal("455", page.FindAll(".tune-budget tbody tr")[1].QuerySelector("b")!.TextContent), s_patience);

        page.FindAll(".tune-budget input")[1].Input("much");
        page.WaitForAssertion(() => Assert.Contains("a number is needed here", page.FindAll(".tune-budget tbody tr")[1].TextContent, StringComparison.Ordinal), s_patience);
    }

    [Fact]
    public void AChange_IsRefused_AndTheTimeSinceIsOffered()
    {
        AddDays(60);
        for (var i = 45 * 24; i < _store.Windows.Count; i++)
        {
            _store.Windows[i] = _store.Windows[i] with { Peak = _store.Windows[i].Peak * 3 };
        }

        var page = Open("tuning");

        page.WaitForAssertion(() => Assert.Equal("tuning?from=2026-02-27T00%3A00%3A00Z", page.Find(".al a").GetAttribute("href")), s_patience);
        Assert.StartsWith("Too early to recommend a limit; ", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains("Peaks changed on", page.Find(".al").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingStored_AndAHistoryThatCannotBeRead_AreSaid()
    {
        var empty = Open("tuning");
        empty.WaitForAssertion(() => Assert.Contains("No peaks yet", empty.Markup, StringComparison.Ordinal), s_patience);

        _store.Trouble = "The disk is full.";
        Assert.Equal("The disk is full.", Open("tuning?from=2026-03-01T00:00:00Z").Find(".second").TextContent);
    }

    [Fact]
    public async Task InAnotherLanguage_NothingIsEnglishButWhatTheAdvisorSays()
    {
        CultureInfo.CurrentUICulture = Pseudo.Culture;
        AddDays(30);
        var page = Open("tuning");
        page.WaitForElement("#try-limit", s_patience);

        var keeper = Services.GetRequiredService<AdviceKeeper>();
        var advice = await keeper.AdviseAsync(await keeper.FactsAsync("db-07", Xunit.TestContext.Current.CancellationToken), from: null, Xunit.TestContext.Current.CancellationToken);
        string[] said =
        [
            advice.Verdict.Summary, "db-07", "/etc/audit/rules.d/90-auditconsole.rules", $"auditctl -b {advice.RecommendedLimit}", $"audit=1 audit_backlog_limit={advice.RecommendedLimit}", $"-b {advice.RecommendedLimit}",
            .. advice.Evidence.SelectMany(evidence => new[] { evidence.Text, evidence.Title }), .. advice.Levels.Answers.Select(answer => answer.RefusedBecause).OfType<string>(),
        ];
        var english = RenderedWords.Of(page.Markup)
            .Select(text => said.Aggregate(text, (rest, data) => rest.Replace(data, "", StringComparison.Ordinal)))
            .Where(RenderedWords.AreWords).ToList();

        Assert.Empty(english);
    }

    private IRenderedComponent<TuningPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<TuningPage>();
    }

    private void AddDays(int days)
    {
        var random = new Random(8);
        var start = new DateTimeOffset(Sample.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-days);
        _store.Windows.AddRange(Enumerable.Range(0, days * 24).Select(hour => new PollWindow
        {
            Host = "db-07",
            From = start.AddHours(hour),
            To = start.AddHours(hour + 1),
            Peak = (uint)(200 - (60 * Math.Log(-Math.Log(random.NextDouble())))),
            Tier = Tier.Kernel,
            BacklogLimit = Limit,
            Lost = 0,
            WaitTicks = 0,
            Windows = 240,
            Mean = 0.5,
            Histogram = BacklogHistogram.Of([(0, 3_500_000), (100, 9)]),
        }));
    }

    private sealed class NoMachine : IMachineSettings
    {
        public long? MemoryBytes => null;

        public PersistedSettings? Persisted => null;
    }
}
