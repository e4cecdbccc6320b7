using AuditConsole.Kernel.Sampling;
using AuditConsole.Kernel.Tests.Sampling.Support;

namespace AuditConsole.Kernel.Tests.Sampling;

public sealed class WindowAccountTests
{
    private static readonly DateTimeOffset s_wall = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_overdue = Ms(200);

    private readonly WindowAccount _account = new(s_overdue);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Fact]
    public void Take_OfAWindowWithoutSamples_IsBlindThroughout()
    {
        var window = _account.Take(Ms(500), heldSince: null);

        Assert.Equal(new SampledWindow(0, null, 0, Ms(500), TimeSpan.Zero, 0), window);
    }

    [Fact]
    public void Take_Twice_BeginsAnewAndKeepsWhatLiesBetweenTheWindows()
    {
        Sample(0, 3, 1);
        Sample(100, 9, 1);
        var first = _account.Take(Ms(150), null);
        Sample(200, 4, 2);
        var second = _account.Take(Ms(250), null);

        Assert.Equal((9u, s_wall.AddMilliseconds(100), 2L, TimeSpan.Zero), (first.Peak, first.PeakAt!.Value, first.Samples, first.Blind));
        Assert.Equal((4u, s_wall.AddMilliseconds(200), 1L, Ms(100)), (second.Peak, second.PeakAt!.Value, second.Samples, second.Blind));
    }

    [Fact]
    public void Take_LongAfterTheLastSample_CountsThatTimeOnceAsBlind()
    {
        Sample(0, 0, 1);
        var first = _account.Take(Ms(1000), null);
        Sample(1100, 0, 2);

        Assert.Equal(Ms(1000), first.Blind);
        Assert.Equal(Ms(100), _account.Take(Ms(1100), null).Blind);
    }

    [Theory]
    [InlineData(true, 1, true, 1, 5u, 0)]
    [InlineData(true, 1, true, 2, 5u, 100)]
    [InlineData(false, 1, true, 1, 5u, 100)]
    [InlineData(true, 1, false, 1, 5u, 100)]
    [InlineData(true, 1, true, 1, 4u, 100)]
    public void Blind_BetweenTwoSamples_UnlessKauditdSleptFromBeforeTheFirstUntilAfterTheSecond(
        bool sleptBefore, long switchesBefore, bool sleptAfter, long switchesAfter, uint backlog, int blind)
    {
        _account.Add(TimeSpan.Zero, s_wall, 5, new KauditdLook(sleptBefore, switchesBefore), new KauditdLook(true, 7));
        _account.Add(Ms(100), s_wall, backlog, new KauditdLook(true, 8), new KauditdLook(sleptAfter, switchesAfter));

        Assert.Equal(Ms(blind), _account.Take(Ms(100), null).Blind);
    }

    [Fact]
    public void Held_OverSeveralWindows_IsInEachForItsOwnPart()
    {
        var first = _account.Take(Ms(1000), heldSince: Ms(400));
        var second = _account.Take(Ms(2000), heldSince: Ms(400));
        _account.AddHeld(Ms(400), Ms(2500));
        var third = _account.Take(Ms(3000), null);

        Assert.Equal([Ms(600), Ms(1000), Ms(500)], [first.Held, second.Held, third.Held]);
        Assert.Equal([Ms(1000), Ms(1000), Ms(1000)], [first.Blind, second.Blind, third.Blind]);
    }

    [Fact]
    public void CpuShare_OfAWindow_IsOfItsOwnTime()
    {
        _account.AddCpu(Ms(2));
        Assert.Equal(0.02, _account.Take(Ms(100), null).CpuShare, 9);
        _account.AddCpu(Ms(1));
        Assert.Equal(0.005, _account.Take(Ms(300), null).CpuShare, 9);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Peak_OfAnyWindow_IsNeverAboveTheTrueOneAndIsItWhereNothingWasBlind(int seed)
    {
        var random = new Random(seed);
        var queue = new SimulatedQueue(random);
        var account = new WindowAccount(TimeSpan.MaxValue);
        var (certain, missed) = (0, 0);
        for (var window = 0; window < 400; window++)
        {
            var kauditdRuns = random.Next(2) == 0;
            var highest = 0u;
            for (var samples = random.Next(1, 5); samples > 0; samples--)
            {
                queue.Go(12, kauditdRuns);
                var before = queue.Look();
                queue.Go(8, kauditdRuns);
                var (at, backlog) = (queue.Time, queue.Backlog);
                highest = queue.Highest;
                if (samples == 1)
                {
                    queue.Restart();
                }

                queue.Go(8, kauditdRuns);
                account.Add(Ms(at), s_wall, backlog, before, queue.Look());
            }

            var seen = account.Take(Ms(queue.Time), heldSince: null);
            Assert.True(seen.Peak <= highest, $"saw {seen.Peak} of {highest}");
            Assert.True(seen.Peak == highest || seen.Blind > TimeSpan.Zero, $"saw {seen.Peak} of {highest} and was never blind");
            certain += seen.Blind == TimeSpan.Zero ? 1 : 0;
            missed += seen.Peak < highest ? 1 : 0;
        }

        Assert.True(certain > 20 && missed > 20, $"{certain} windows without blind time, {missed} with a peak missed.");
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Sample(int at, uint backlog, long switches) =>
        _account.Add(Ms(at), s_wall.AddMilliseconds(at), backlog, new KauditdLook(true, switches), new KauditdLook(true, switches));
}
