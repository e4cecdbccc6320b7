using AuditConsole.Configure;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;
using Bunit;

namespace AuditConsole.Tests.Configure;

public sealed class CounterDialogTests : ComponentTest
{
    private readonly List<string?> _asked = [];

    [Fact]
    public void Lost_Confirmed_ClearsItAndShowsWhatItReturned()
    {
        var dialog = Open(AuditCounter.Lost);
        Assert.Contains("commonly do. Auditbeat takes the fall", dialog.Markup, StringComparison.Ordinal);
        dialog.Find("input").Input(" after the move ");

        dialog.Find("footer .warn").Click();

        Assert.Equal(["after the move"], _asked);
        Assert.Equal("The kernel returned 12,345.", dialog.Find("[role=status] h2").TextContent);
    }

    [Fact]
    public void Wait_IsShownAsTime_AndSaysNothingOfLosses()
    {
        var dialog = Open(AuditCounter.BacklogWaitTimeActual);

        Assert.DoesNotContain("billion", dialog.Markup, StringComparison.Ordinal);
        dialog.Find("footer .warn").Click();

        Assert.Equal("The kernel returned 12.3\u00a0s.", dialog.Find("[role=status] h2").TextContent);
    }

    [Fact]
    public void WithoutTheLease_ItCannotBeCleared_AndTheBaselineIsOffered()
    {
        var dialog = Open(AuditCounter.Lost, Sample.Connected with { ClearRefusal = "The process 2211 holds the lease of this host." });

        Assert.True(dialog.Find("footer .warn").HasAttribute("disabled"));
        Assert.Contains("2211", dialog.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Contains("new baseline", dialog.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<CounterDialog> Open(AuditCounter counter, MonitorState? state = null) => Render<CounterDialog>(p => p
        .Add(d => d.Offer, CounterOffer.For(counter, Sample.Host(), Sample.Snapshot(), state ?? Sample.Connected, Sample.Now))
        .Add(d => d.Reset, reason =>
        {
            _asked.Add(reason);
            return Task.FromResult(new ResetResult(12_345, Sample.Now, Tier.Kernel));
        }));
}
