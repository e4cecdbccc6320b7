using System.Globalization;
using System.Text.RegularExpressions;
using AuditConsole.Components.Parts;
using AuditConsole.Monitoring;
using AuditConsole.Tests.Support;
using Bunit;

namespace AuditConsole.Tests.Components;

public sealed partial class HeadroomRulerTests : ComponentTest
{
    [Fact]
    public void Ruler_WithinLimit_MarkStandsAtItsShareOfTheLimit()
    {
        var ruler = Draw(37, 2048, 1836);

        Assert.Equal(1836.0 / 2048, Percent(ruler, ".at:not(.lim)", "left") / Percent(ruler, ".lim", "left"), 3);
        Assert.Equal(37.0 / 2048, Percent(ruler, ".now", "width") / Percent(ruler, ".lim", "left"), 3);
        Assert.Empty(ruler.FindAll(".excess"));
        Assert.Single(ruler.FindAll(".left"));
    }

    [Theory]
    [InlineData(2057)]
    [InlineData(20480)]
    public void Ruler_OverLimit_ExcessIsDrawnAndFits(long mark)
    {
        var ruler = Draw(37, 2048, mark);

        Assert.Single(ruler.FindAll(".excess"));
        Assert.Empty(ruler.FindAll(".left"));
        Assert.InRange(Percent(ruler, ".at:not(.lim)", "left"), Percent(ruler, ".lim", "left"), 100);
    }

    [Fact]
    public void Ruler_BacklogOverLimitBeforeTheMarkIsKnown_ExcessIsDrawn() => Assert.Single(Draw(2060, 2048, null).FindAll(".excess"));

    [Fact]
    public void Ruler_NoLimit_OpenEndAndNoWall()
    {
        var ruler = Draw(37, 0, 6988);

        Assert.Contains("open end: no limit", ruler.Markup, StringComparison.Ordinal);
        Assert.Empty(ruler.FindAll(".lim, .past, .excess, .left"));
        Assert.DoesNotContain("100\u00a0%", ruler.Markup, StringComparison.Ordinal);
        Assert.Equal("Backlog now 37, high-water mark 6,988, no limit.", ruler.Find("[role=img]").GetAttribute("aria-label"));
    }

    [Fact]
    public void Ruler_LowerBound_LabelSaysAtLeast()
    {
        var ruler = Render<HeadroomRuler>(p => p.Add(r => r.Backlog, 37).Add(r => r.Limit, 2048).Add(r => r.Mark, 1836).Add(r => r.Bound, Bound.AtLeast));

        Assert.Equal("mark ≥\u00a01,836", ruler.Find(".mk").TextContent);
    }

    [Fact]
    public void Ruler_NothingKnown_ClaimsNeitherZeroNorNoLimit()
    {
        var ruler = Draw(null, null, null);

        Assert.Equal("now –", ruler.Find(".t").TextContent);
        Assert.DoesNotContain("no limit", ruler.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<HeadroomRuler> Draw(long? backlog, long? limit, long? mark) =>
        Render<HeadroomRuler>(p => p.Add(r => r.Backlog, backlog).Add(r => r.Limit, limit).Add(r => r.Mark, mark));

    private static double Percent(IRenderedComponent<HeadroomRuler> ruler, string selector, string property)
    {
        var style = ruler.Find(selector).GetAttribute("style")!;
        return double.Parse(StylePercent().Matches(style).Single(match => match.Groups[1].Value == property).Groups[2].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(\w+):([\d.]+)%")]
    private static partial Regex StylePercent();
}
