using AuditConsole.Access;
using AuditConsole.Access.Pages;
using AuditConsole.Alerts;
using AuditConsole.Alerts.Delivery;
using AuditConsole.Api;
using AuditConsole.History;
using AuditConsole.Lab;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Tests.Support;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Access;

/// <summary>A viewer finds every control that changes something disabled, and is refused where one is used in spite of that.</summary>
public sealed class ViewerTests : ComponentTest
{
    private const string Reason = "This needs the role operator; victor is viewer. An admin can change that.";
    private readonly FakeAlerts _alerts = new();
    private readonly StoredHistory _store = new();
    private readonly ManualTimeProvider _clock = new(Sample.Now);

    public ViewerTests()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<IHostMonitor>(new PublishedHost());
        Services.AddSingleton<IAlerts>(_alerts);
        Services.AddSingleton<IHistory>(_store);
        Services.AddSingleton<Notes>();
        Services.AddSingleton<LabRuns>();
        BecomeViewer();
    }

    [Fact]
    public async Task Alerts_OfferNoSilenceAndNoTest_AndDoNone()
    {
        _alerts.Set("backlog", AlertState.Firing);
        _alerts.Deliveries = [new DeliveryState { Key = "abc", Receiver = "http://am:9093", Format = WebhookFormat.Alertmanager }];
        var page = Render<AlertsPage>();

        var silence = page.Find("[data-alert=backlog] .silence button");
        Assert.Equal((true, Reason), (silence.HasAttribute("disabled"), silence.GetAttribute("title")));
        Assert.True(page.Find("[data-receiver] button").HasAttribute("disabled"));
        var table = page.FindComponent<RuleTable>().Instance;
        await Assert.ThrowsAsync<NotPermittedException>(() => page.InvokeAsync(() => table.OnSilence.InvokeAsync(new SilenceChoice("backlog", TimeSpan.FromHours(1), ""))));
        await Assert.ThrowsAsync<NotPermittedException>(() => page.InvokeAsync(() => table.OnEnd.InvokeAsync("backlog")));
        await Assert.ThrowsAsync<NotPermittedException>(() => page.InvokeAsync(() => page.FindComponent<ReceiverList>().Instance.OnTest.InvokeAsync("abc")));
        Assert.Empty(_alerts.Asked);
    }

    [Fact]
    public void Note_OpenedBeforeTheRoleWasTakenAway_IsNotKept()
    {
        Operator.Become(Caller.Local(null));
        var form = Render<NoteForm>(parameters => parameters.Add(note => note.Host, "db-07"));
        form.Find("button").Click();
        form.Find(".note-form input").Input("rules loaded");
        BecomeViewer();

        form.Find(".note-form").Submit();

        Assert.Contains(Reason, form.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(_store.Activity);
    }

    [Fact]
    public void Note_IsNotOffered()
    {
        var button = Render<NoteForm>(parameters => parameters.Add(note => note.Host, "db-07")).Find("button");

        Assert.Equal((true, Reason), (button.HasAttribute("disabled"), button.GetAttribute("title")));
    }

    [Theory]
    [InlineData(".lab-form")]
    [InlineData(".lab-compare")]
    public void Lab_RunsNothing(string form)
    {
        var page = Render<LabPage>();

        Assert.True(page.Find($"{form} [type=submit]").HasAttribute("disabled"));
        Assert.Throws<NotPermittedException>(() => page.Find(form).Submit());
    }

    [Fact]
    public void Session_ThatEnds_ShowsNothingMoreAndLeadsToTheSignIn()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("history?range=1h");
        var frame = Render<SessionEnd>(parameters => parameters.AddChildContent("<p>figures</p>"));
        Assert.Contains("figures", frame.Markup, StringComparison.Ordinal);

        Operator.End();

        frame.WaitForAssertion(() => Assert.DoesNotContain("figures", frame.Markup, StringComparison.Ordinal));
        Assert.EndsWith("/sign-in?return=%2Fhistory%3Frange%3D1h&why=ended", navigation.Uri, StringComparison.Ordinal);
        Assert.False(Operator.May(ConsoleRole.Viewer));
        Assert.Throws<NotPermittedException>(() => Operator.As());
    }

    private CurrentOperator Operator => Services.GetRequiredService<CurrentOperator>();

    private void BecomeViewer() => Operator.Become(new Caller("victor", ConsoleRole.Viewer, "192.0.2.7") { Account = "v", Session = "s" });
}
