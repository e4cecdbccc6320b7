using AuditConsole.Alerts;
using AuditConsole.Alerts.Delivery;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Tests.Support;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Alerts;

public sealed class AlertsPageTests : ComponentTest
{
    private readonly ManualTimeProvider _clock = new(Sample.Now);
    private readonly FakeAlerts _alerts = new();

    [Fact]
    public void Page_Quiet_SaysSoAndListsEveryRule()
    {
        var page = Open();

        Assert.Equal("Nothing needs you now.", page.Find("h1").TextContent);
        Assert.Equal(AlertRules.Kinds.Count, page.FindAll("tr[data-rule]").Count);
        Assert.Equal("Quiet", page.Find("tr[data-rule=backlog] .word").TextContent);
        Assert.Contains("80\u00a0% or more", Text(page, "tr[data-rule=backlog]"), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-alert]"));
    }

    [Fact]
    public void Page_Firing_HasTheNumberSinceWhenAndWhatToDo()
    {
        _alerts.Set("backlog", AlertState.Firing);
        _alerts.Set("saturation", AlertState.Pending);
        var page = Open();

        Assert.Equal("1\u00a0alert needs you now.", page.Find("h1").TextContent);
        var alert = Text(page, "[data-alert=backlog]");
        Assert.Contains("The backlog reached 900 of 1,000 records (90 %).", alert, StringComparison.Ordinal);
        Assert.Contains("Fires since 14:29:30; worst 95\u00a0%", alert, StringComparison.Ordinal);
        Assert.Equal("auditctl -b 2000", page.Find("[data-alert=backlog] code").TextContent);
        Assert.Contains("Since 14:29:30; fires after 10\u00a0s.", Text(page, "[data-alert=saturation]"), StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_ForAnHourWithAReason_IsAskedForAndCanBeEnded()
    {
        _alerts.Set("backlog", AlertState.Firing);
        var page = Open();
        page.Find("[data-alert=backlog] input[type=text]").Input(" load test ");

        page.Find("[data-alert=backlog] .until button[type=button]").Click();

        Assert.Equal("Nothing needs you now.", page.Find("h1").TextContent);
        Assert.Contains("Silenced until 15:36:40 by local operator: load test.", Text(page, "[data-alert=backlog]"), StringComparison.Ordinal);
        page.Find("[data-alert=backlog] .silence button").Click();
        Assert.Equal(["silence backlog 01:00:00 local operator load test", "end backlog local operator"], _alerts.Asked);
    }

    [Theory]
    [InlineData("2026-03-14T20:36", null)]
    [InlineData("2026-03-14T14:36", "Choose a time from now on")]
    [InlineData("2027-03-14T14:36", "30 days from now at most")]
    public void Silence_UntilATime_TakesOneThatIsToComeAndNotFar(string until, string? trouble)
    {
        _alerts.Set("backlog", AlertState.Firing);
        var page = Open();
        page.Find("[data-alert=backlog] input[type=datetime-local]").Input(until);

        page.Find("[data-alert=backlog] form").Submit();

        if (trouble is null)
        {
            Assert.Equal(["silence backlog 05:59:20 local operator"], _alerts.Asked);
        }
        else
        {
            Assert.Empty(_alerts.Asked);
            Assert.Contains(trouble, page.Find("[data-alert=backlog] [role=alert]").TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Receiver_ThatFails_SaysSinceWhenWhyAndWhatWaits()
    {
        _alerts.Deliveries =
        [
            new DeliveryState { Key = "abc", Receiver = "http://am:9093", Format = WebhookFormat.Alertmanager, Waiting = 2, LastError = "It answered 500.", LastErrorAt = Sample.Reached, NextTry = Sample.Now, Dropped = 1 },
        ];
        var page = Open();

        var text = Text(page, "[data-receiver]");
        Assert.Contains("2\u00a0alerts wait, tried again at 14:36:40.", text, StringComparison.Ordinal);
        Assert.Contains("At 14:31:07: It answered 500. 1\u00a0was dropped", text, StringComparison.Ordinal);
        page.Find("[data-receiver] button").Click();
        Assert.Equal(["test abc"], _alerts.Asked);
    }

    [Fact]
    public void Past_HasHowLongAndHowBad()
    {
        _alerts.Board = _alerts.Board with { Past = [FakeAlerts.StatusOf("backlog", AlertState.Resolved)] };
        var page = Open();

        Assert.Contains("Backlog near its limit, for 2\u00a0min, worst 95\u00a0%", Text(page, ".events"), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_SwitchedOff_SaysWhichSetting()
    {
        _alerts.Enabled = false;
        var page = Open();

        Assert.Equal("Alerts are switched off.", page.Find("h1").TextContent);
        Assert.Contains("AuditConsole:Alerts:Enabled is false", page.Find(".second").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostSource.Kernel, "crit", 1)]
    [InlineData(HostSource.Engine, "unk", 0)]
    public void Frame_OfEveryPage_IsCalmOnTheEngineAlone(HostSource source, string colour, int banners)
    {
        _alerts.Set("lost", AlertState.Firing);
        AddServices(source);

        var badge = Render<AlertBadge>().Find("a");
        var banner = Render<AlertBanner>();

        Assert.Contains(colour, badge.ClassList);
        Assert.Equal(banners, banner.FindAll(".banner").Count);
        Assert.Equal("Records are being lost", badge.GetAttribute("title"));
    }

    [Fact]
    public void Frame_WithNothingFiring_ShowsNothing()
    {
        AddServices(HostSource.Kernel);

        Assert.Equal(("", ""), (Render<AlertBadge>().Markup.Trim(), Render<AlertBanner>().Markup.Trim()));
    }

    private IRenderedComponent<AlertsPage> Open()
    {
        AddServices(HostSource.Kernel);
        return Render<AlertsPage>();
    }

    private void AddServices(HostSource source)
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<IAlerts>(_alerts);
        Services.AddSingleton<IHostMonitor>(new FakeMonitor(Sample.Host(source)));
    }

    private static string Text(IRenderedComponent<AlertsPage> page, string selector) => string.Join(' ', page.Find(selector).TextContent.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
