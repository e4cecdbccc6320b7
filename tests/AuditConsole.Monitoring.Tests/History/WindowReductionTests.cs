using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;
using FsCheck;
using FsCheck.Fluent;

namespace AuditConsole.Monitoring.Tests.History;

public sealed class WindowReductionTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Reduce_AnyWindowsAnyWidth_KeepsEveryLawOfTheRoute() => Prop.ForAll(
        Arb.From(Gen.Choose(0, 200).ListOf().Where(peaks => peaks.Count > 0)),
        Arb.From(Gen.Choose(1, 50)),
        (peaks, points) =>
        {
            var windows = peaks.Select((peak, index) => Window(index, (uint)peak)).ToList();

            var rows = WindowReduction.Reduce(windows, windows.Count, points);

            Assert.Equal(Math.Min(points, windows.Count), rows.Count);
            Assert.Equal(windows.Max(window => window.Peak), rows.Max(row => row.Peak));
            Assert.Equal(windows.Sum(window => window.Lost), rows.Sum(row => row.Lost));
            Assert.Equal(windows.Count, rows.Sum(row => row.Windows));
            Assert.Equal(windows[0].From, rows[0].From);
            Assert.Equal(windows[^1].To, rows[^1].To);
            Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
            Assert.All(rows, row => Assert.Equal(
                windows.Where(window => window.From >= row.From && window.To <= row.To).MaxBy(window => window.Peak)!.Peak, row.Peak));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Join_EqualPeaks_TakesTheWeakerTier()
    {
        var exact = Window(0, 7);
        var sampled = Window(1, 7) with { Tier = Tier.Sampled, Bound = Bound.AtLeast };

        var row = WindowReduction.Join(exact, sampled);

        Assert.Equal((Tier.Sampled, Bound.AtLeast), (row.Tier, row.Bound));
    }

    [Fact]
    public void Join_HigherPeakIsExact_TheWeakerWindowDoesNotTaintIt()
    {
        var row = WindowReduction.Join(Window(0, 9), Window(1, 7) with { Tier = Tier.Sampled, Bound = Bound.AtLeast });

        Assert.Equal((9u, Tier.Kernel, Bound.Exact), (row.Peak, row.Tier, row.Bound));
    }

    [Fact]
    public void Join_UnknownLoss_KeepsWhatIsKnown()
    {
        Assert.Equal(2, WindowReduction.Join(Window(0, 1) with { Lost = null }, Window(1, 1) with { Lost = 2 }).Lost);
        Assert.Null(WindowReduction.Join(Window(0, 1) with { Lost = null }, Window(1, 1) with { Lost = null }).Lost);
    }

    [Fact]
    public void Join_LimitRaisedBetween_TheExcessStaysVisible()
    {
        var row = WindowReduction.Join(Window(0, 70) with { BacklogLimit = 64 }, Window(1, 5) with { BacklogLimit = 128 });

        Assert.True(row.OverLimit);
    }

    [Fact]
    public void Join_Means_AreWeightedByTimeWatched()
    {
        var longer = Window(0, 1) with { To = s_start.AddSeconds(3), Mean = 10 };
        var shorter = Window(3, 1) with { Mean = 2 };

        Assert.Equal(8, WindowReduction.Join(longer, shorter).Mean);
    }

    private static PollWindow Window(int index, uint peak) => new()
    {
        Host = "host",
        From = s_start.AddSeconds(index),
        To = s_start.AddSeconds(index + 1),
        Peak = peak,
        Tier = Tier.Kernel,
        BacklogLimit = 64,
        Lost = peak % 3,
    };
}
