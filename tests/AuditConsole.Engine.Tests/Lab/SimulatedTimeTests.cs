using AuditConsole.Engine.Lab;

namespace AuditConsole.Engine.Tests.Lab;

public sealed class SimulatedTimeTests
{
    private readonly SimulatedTime _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Advance_TimersFallDue_InOrderOfTimeThenOfStart()
    {
        Start("c", 3);
        Start("a1", 1);
        Start("a2", 1);
        Start("later", 4);

        _time.Advance(TimeSpan.FromMilliseconds(3));

        Assert.Equal(["a1 at 1", "a2 at 1", "c at 3"], _fired);
        Assert.Equal(3, Milliseconds);
    }

    [Fact]
    public void Advance_StoppedOrChangedTimer_RunsAtItsNewTimeAlone()
    {
        Start("stopped", 1).Dispose();
        Start("changed", 1).Change(TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal(["changed at 5"], _fired);
    }

    [Fact]
    public void Advance_TimerStartedByATimer_RunsOnTheSameWayIfItFallsDue()
    {
        using var timer = _time.CreateTimer(_ => Start("second", 2), null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromMilliseconds(3));

        Assert.Equal(["second at 3"], _fired);
    }

    [Fact]
    public async Task PeriodicTimer_EachPeriod_Ticks()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2), _time);
        var next = timer.WaitForNextTickAsync(TestContext.Current.CancellationToken).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await next);
    }

    [Fact]
    public void GetUtcNow_Advance_MovesAlong()
    {
        var before = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(90), _time.GetUtcNow() - before);
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));
    }

    private double Milliseconds => _time.GetElapsedTime(0).TotalMilliseconds;

    private ITimer Start(string name, int due) => _time.CreateTimer(
        _ => _fired.Add($"{name} at {Milliseconds}"), null, TimeSpan.FromMilliseconds(due), Timeout.InfiniteTimeSpan);
}
