using AuditConsole.Components.Parts;
using AuditConsole.Health;
using AuditConsole.Kernel.Host;
using AuditConsole.Monitoring;
using AuditConsole.Tests.Support;
using Bunit;

namespace AuditConsole.Tests.Components;

public sealed class PartsTests : ComponentTest
{
    [Theory]
    [InlineData(Tier.Kernel, "kernel", 1, 0)]
    [InlineData(Tier.Probe, "probe", 2, 0)]
    [InlineData(Tier.Engine, "engine", 2, 0)]
    [InlineData(Tier.Sampled, "sampled", 0, 3)]
    public void TierBadge_Tier_NameAndGlyphOfItsOwn(Tier tier, string name, int blocks, int strokes)
    {
        var badge = Render<TierBadge>(p => p.Add(b => b.Tier, tier));

        Assert.Equal(name, badge.Find(".tier").TextContent.Trim());
        Assert.Equal((blocks, strokes), (badge.FindAll("rect").Count, badge.FindAll("path").Count));
    }

    [Fact]
    public void HowKnown_AnyTier_ListsAllFour()
    {
        var part = Render<HowKnown>(p => p.Add(h => h.Tier, Tier.Probe));

        Assert.StartsWith("Exact within one record.", part.Find(".known > span").TextContent, StringComparison.Ordinal);
        Assert.Equal(["kernel", "probe", "sampled", "engine"], part.FindAll("dt").Select(dt => dt.TextContent.Trim()));
    }

    [Fact]
    public void EmptyHistory_BeforeTheFirstWindow_SaysWhenItCloses()
    {
        var part = Render<EmptyHistory>(p => p.Add(e => e.Now, Sample.Now).Add(e => e.NextPoll, Sample.Now.AddSeconds(11.2)));

        Assert.Contains("14:36:51, in 12\u00a0s", part.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyHistory_TimeThatIsOver_PromisesNoWindow()
    {
        var part = Render<EmptyHistory>(p => p.Add(e => e.Now, Sample.Now));

        Assert.Equal("No window is stored for this time.", part.Find("h2").TextContent);
    }

    [Fact]
    public void KernelUnavailable_RemedyWithLines_EachLineCanBeCopied()
    {
        var finding = new HealthFinding("capability", false, FindingSeverity.Crit, "The kernel answered EPERM.", "In the unit: `AmbientCapabilities=CAP_AUDIT_CONTROL`, in a container: `--cap-add=AUDIT_CONTROL`.");

        var part = Render<KernelUnavailable>(p => p.Add(k => k.Finding, finding));

        Assert.Contains("EPERM", part.Find("h2").TextContent, StringComparison.Ordinal);
        Assert.Equal(["AmbientCapabilities=CAP_AUDIT_CONTROL", "--cap-add=AUDIT_CONTROL"], part.FindAll(".cmd code").Select(code => code.TextContent));
        Assert.All(part.FindAll(".cmd"), cmd => Assert.NotNull(cmd.QuerySelector("button[data-act=copy]")));
    }

    [Fact]
    public void Held_Engine_SaysEngine()
    {
        var part = Render<Held>(p => p.Add(h => h.For, TimeSpan.FromSeconds(3.2)).Add(h => h.Backlog, 8193).Add(h => h.Limit, 8192).Add(h => h.System, "engine"));

        Assert.DoesNotContain("kernel", part.Markup, StringComparison.Ordinal);
        Assert.Equal(["8,193", "8,192", "3.2\u00a0s"], part.FindAll("dd").Select(dd => dd.TextContent));
    }

    [Fact]
    public void Figures_NothingAnswered_EnDashesAndNoZero()
    {
        var part = Render<Figures>(p => p.Add(f => f.Now, Sample.Now));

        Assert.All(part.FindAll("output"), output => Assert.Equal("–", output.TextContent));
    }

    [Fact]
    public void Figures_Sampled_BoundsAreMarked()
    {
        var part = Render<Figures>(p => p.Add(f => f.Now, Sample.Now).Add(f => f.Latest, Sample.Snapshot(tier: Tier.Sampled)).Add(f => f.Last, Sample.Window(tier: Tier.Sampled)));

        Assert.Equal(["37", "≥\u00a01,836", "≤\u00a0212", "0", "0"], part.FindAll("output").Select(output => output.TextContent));
    }

    [Fact]
    public void Figures_OverTheLimit_HeadroomIsNegative()
    {
        var part = Render<Figures>(p => p.Add(f => f.Now, Sample.Now).Add(f => f.Latest, Sample.Snapshot(mark: 2057)).Add(f => f.Last, Sample.Window(waitTicks: 12600)));

        Assert.Equal(["37", "2,057", "\u22129", "0", "12.6"], part.FindAll("output").Select(output => output.TextContent));
    }
}
