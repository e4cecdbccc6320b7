using System.Globalization;
using AuditConsole.ActivityLog;
using AuditConsole.Alerts;
using AuditConsole.Api;
using AuditConsole.Components;
using AuditConsole.Configure;
using AuditConsole.Engine.Workload;
using AuditConsole.Health;
using AuditConsole.History;
using AuditConsole.Hosts;
using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Lab;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Overview;
using AuditConsole.Report;
using AuditConsole.Tests.Support;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Translation;

/// <summary>A translation is a file beside the program: nothing of a page is left in English but data.</summary>
public sealed class TranslationTests : ComponentTest
{
    // What the monitor writes down and the engine describes is data, and English.
    private static readonly string[] s_data =
    [
        .. new[]
        {
            "db-07", "kernel 7.3.4", "evidence of it", "a doubt", "lost", "backlog_wait_time_actual", "90-auditconsole.rules", "tuned.conf", "audit.sh", "audit=1 audit_backlog_limit=2048",
            "AuditConsole__Alerts__Webhooks__0__Url=http://127.0.0.1:9093", "AuditConsole__Alerts__Webhooks__0__Format=alertmanager",
        }
        .Concat(ChangeFields.InOrder.Select(ChangeFields.NameOf))
        .Concat(AlertRules.Kinds.Select(kind => kind.Title))
        .Concat(WorkloadScenario.All.SelectMany(scenario => new[] { scenario.Description, scenario.Name }))
        .OrderByDescending(text => text.Length),
    ];

    private readonly PublishedHost _host = new();
    private readonly StoredHistory _history = new();

    public TranslationTests()
    {
        Services.AddSingleton<TimeProvider>(new ManualTimeProvider(Sample.Now));
        Services.AddSingleton<IHostMonitor>(_host);
        Services.AddSingleton<IHistory>(_history);
        Services.AddSingleton<ShownHosts>();
        Services.AddSingleton<IAlerts>(new FakeAlerts());
        Services.AddSingleton<IFindings>(new Findings());
        Services.AddSingleton<IMachineSettings>(new Machine());
        Services.AddSingleton<ChangePreviews>();
        Services.AddSingleton<LabRuns>();
        Services.AddSingleton<Notes>();
        CultureInfo.CurrentUICulture = Pseudo.Culture;
    }

    public static TheoryData<Type> Pages =>
    [
        typeof(OverviewPage), typeof(HistoryPage), typeof(ReportPage), typeof(AlertsPage), typeof(ActivityPage), typeof(ConfigurePage), typeof(LabPage), typeof(HealthPage),
        typeof(PageLinks), typeof(Shortcuts), typeof(Reconnect), typeof(LiveState), typeof(EngineBanner), typeof(NotFoundPage),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_InAnotherLanguage_HasNoEnglish(Type page)
    {
        Publish(Sample.Window(lost: 3, tier: Tier.Sampled) with
        {
            Blind = TimeSpan.FromSeconds(2),
            Details = new WindowDetails
            {
                Records = 200,
                MeanWait = TimeSpan.FromSeconds(1),
                Inferred = true,
                Held = TimeSpan.FromSeconds(4),
                Producers = new WindowProducers(200, 10, 0, []),
                Losses = [new LossShare(LossCause.RateLimit, 3, "evidence of it")],
                Doubts = ["a doubt"],
            },
        });

        var english = WordsOf(page).Where(RenderedWords.AreWords).ToList();
        Assert.Empty(english);
    }

    [Fact]
    public void Overview_InAnotherLanguage_AnswersInIt()
    {
        Publish(Sample.Window());

        Assert.Contains(Pseudo.Wide("Yes, but with little to spare: 212\u00a0records were left at the worst moment."), WordsOf(typeof(OverviewPage)));
    }

    private void Publish(PollWindow window)
    {
        _host.Feed.Update(_ => Sample.Connected);
        _host.Feed.Publish(Sample.Snapshot(tier: window.Tier));
        _host.Feed.Publish(window);
        _history.Windows.Add(window);
    }

    private List<string> WordsOf(Type page)
    {
        RenderFragment fragment = builder =>
        {
            builder.OpenComponent(0, page);
            builder.CloseComponent();
        };
        return [.. RenderedWords.Of(Render(fragment).Markup).Select(text => s_data.Aggregate(text, (left, data) => left.Replace(data, "", StringComparison.Ordinal)))];
    }

    private sealed class Machine : IMachineSettings
    {
        public long? MemoryBytes => 4L << 30;

        public PersistedSettings? Persisted => null;
    }

    private sealed class Findings : IFindings
    {
        public IReadOnlyList<HealthFinding> Examine() => [];
    }
}
