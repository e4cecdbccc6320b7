using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Overview;
using AuditConsole.Tests.Support;
using Bunit;

namespace AuditConsole.Tests.Overview;

public sealed class ResetDialogTests : ComponentTest
{
    private readonly List<(ResetKind Kind, string? Reason)> _asked = [];
    private Exception? _failure;

    [Fact]
    public void Dialog_Opened_FocusIsOnTheUsualChoice()
    {
        var dialog = Open(Tier.Kernel);

        Assert.True(dialog.Find("input[value=baseline]").HasAttribute("checked"));
        Assert.True(dialog.Find("input[value=baseline]").HasAttribute("autofocus"));
        JSInterop.VerifyInvoke("HTMLDialogElement.prototype.showModal.call");
    }

    [Fact]
    public void Baseline_Confirmed_ResetsTheBaselineAndShowsWhatEnded()
    {
        var dialog = Open(Tier.Kernel);
        dialog.Find("input[type=text]").Input(" new rules loaded ");

        dialog.Find("footer .pri").Click();

        Assert.Equal([(ResetKind.Baseline, "new rules loaded")], _asked);
        Assert.Equal("New baseline at 14:36:40.", dialog.Find("[role=status] h2").TextContent);
        Assert.Contains("1,836", dialog.Find("[role=status] p").TextContent, StringComparison.Ordinal);
        Assert.Empty(dialog.FindAll("input"));
    }

    [Fact]
    public void Clear_Confirmed_ClearsAtTheSourceAndShowsTheReturnedValue()
    {
        var dialog = Open(Tier.Kernel);
        dialog.Find("input[value=kernel]").Change("kernel");

        Assert.Equal("Clear for everyone", dialog.Find("footer .warn").TextContent);
        Assert.Contains("CONFIG_CHANGE", dialog.Find(".pv").TextContent, StringComparison.Ordinal);
        dialog.Find("footer .warn").Click();

        Assert.Equal([(ResetKind.Kernel, null)], _asked);
        Assert.Equal("The kernel's mark was cleared; it returned 212.", dialog.Find("[role=status] h2").TextContent);
    }

    [Fact]
    public void Baseline_Chosen_PromisesThatTheKernelIsLeftAlone()
    {
        var table = Open(Tier.Kernel).Find(".pv").TextContent;

        Assert.Contains("unchanged", table, StringComparison.Ordinal);
        Assert.DoesNotContain("CONFIG_CHANGE", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Tier.Sampled)]
    [InlineData(Tier.Probe)]
    public void Clear_SourceKeepsNoMark_IsRefusedWithTheReason(Tier tier)
    {
        var dialog = Open(tier);

        Assert.True(dialog.Find("input[value=kernel]").HasAttribute("disabled"));
        Assert.Contains("keeps no high-water mark", dialog.Find(".refused").TextContent, StringComparison.Ordinal);
        Assert.False(dialog.Find("input[value=baseline]").HasAttribute("disabled"));
    }

    [Fact]
    public void Clear_LeaseIsElsewhere_IsRefusedWithTheReason()
    {
        var dialog = Open(Tier.Kernel, Sample.Connected with { ClearRefusal = "The process 2211 holds the lease of this host." });

        Assert.True(dialog.Find("input[value=kernel]").HasAttribute("disabled"));
        Assert.Contains("2211", dialog.Find(".refused").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Engine_Dialog_NeverSaysKernel()
    {
        var dialog = Open(Tier.Engine, source: HostSource.Engine);

        Assert.Contains("Clear in the engine", dialog.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("kernel", dialog.Find(".dlg").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_Refused_SaysWhyAndStays()
    {
        _failure = new ResetRefusedException("Another console holds the lease of this host.");
        var dialog = Open(Tier.Kernel);

        dialog.Find("footer .pri").Click();

        Assert.Contains("Another console holds the lease", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.False(dialog.Find("footer .pri").HasAttribute("disabled"));
    }

    [Fact]
    public void Dialog_ClosedByTheBrowser_SaysSoAndAsksNothing()
    {
        var closed = 0;
        var dialog = Render<ResetDialog>(p => p
            .Add(d => d.Offer, ResetOffer.For(Sample.Host(), Sample.Snapshot(), Sample.Connected, Sample.Now))
            .Add(d => d.Reset, AnswerAsync)
            .Add(d => d.OnClose, () => closed++));

        Assert.All(dialog.FindAll("header button, footer .btn:not(.pri)"), button => Assert.Equal("close", button.GetAttribute("data-act")));
        dialog.Find("dialog").TriggerEvent("onclose", EventArgs.Empty);

        Assert.Equal(1, closed);
        Assert.Empty(_asked);
    }

    private IRenderedComponent<ResetDialog> Open(Tier tier, MonitorState? state = null, HostSource source = HostSource.Kernel) => Render<ResetDialog>(p => p
        .Add(d => d.Offer, ResetOffer.For(Sample.Host(source), Sample.Snapshot(tier: tier), state ?? Sample.Connected, Sample.Now))
        .Add(d => d.Reset, AnswerAsync));

    private Task<ResetResult> AnswerAsync(ResetKind kind, string? reason)
    {
        _asked.Add((kind, reason));
        return _failure is null
            ? Task.FromResult(new ResetResult(kind == ResetKind.Kernel ? 212u : 1836u, Sample.Now, Tier.Kernel))
            : Task.FromException<ResetResult>(_failure);
    }
}
