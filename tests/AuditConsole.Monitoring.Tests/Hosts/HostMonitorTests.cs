using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Hosts;

public sealed class HostMonitorTests
{
    private static readonly AuditStatus s_patched = new FakeKernel().Status with { BacklogMaxDepth = 1 };

    [Fact(Timeout = 30_000)]
    public async Task Window_BurstBetweenTwoSamples_PeakIsTheBurst()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched });
        await harness.StartAsync();
        await harness.PollAsync();

        // The burst is over before anyone asks: only the mark knows of it.
        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 200 };
        var burst = await harness.PollAsync();
        var quiet = await harness.PollAsync();

        Assert.Equal((200u, Bound.Exact, Tier.Kernel, 0u), (burst.Peak, burst.Bound, burst.Tier, burst.P99));
        Assert.Equal(1u, quiet.Peak);
        Assert.Equal(burst.To, quiet.From);
    }

    [Fact(Timeout = 30_000)]
    public async Task Window_BurstInEachOfTwo_NeitherIsLost()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched });
        await harness.StartAsync();
        await harness.PollAsync();

        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 300 };
        var first = await harness.PollAsync();
        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 90 };
        var second = await harness.PollAsync();

        Assert.Equal((300u, 90u), (first.Peak, second.Peak));
    }

    [Fact(Timeout = 30_000)]
    public async Task Window_MarkHasNotRisenAboveTheClearsOwnRecord_IsNotClearedAgain()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched });
        await harness.StartAsync();
        await harness.PollAsync();
        var clears = harness.Kernel.Masks.Count;

        var window = await harness.PollAsync();
        await harness.PollAsync();

        Assert.Equal(clears, harness.Kernel.Masks.Count);
        Assert.Equal((1u, Bound.Exact), (window.Peak, window.Bound));
    }

    [Fact(Timeout = 30_000)]
    public async Task Window_KernelWithoutTheMark_IsALowerBoundAndNothingIsCleared()
    {
        await using var harness = new MonitorHarness(new FakeKernel { StatusSize = AuditStatus.StockSize });
        await harness.StartAsync();
        harness.Kernel.Status = harness.Kernel.Status with { Backlog = 12 };
        await harness.SampleAsync();
        harness.Kernel.Status = harness.Kernel.Status with { Backlog = 2 };

        var window = await harness.PollAsync();

        Assert.Equal((12u, Bound.AtLeast, Tier.Sampled, 2u), (window.Peak, window.Bound, window.Tier, window.Backlog));
        Assert.Empty(harness.Kernel.Masks);
        await Assert.ThrowsAsync<ResetRefusedException>(() => harness.Monitor.ResetMarkAsync(ResetKind.Kernel, new Requester("me", "here"), CancellationToken.None));
    }

    [Fact(Timeout = 30_000)]
    public async Task Window_WithoutTheLease_NothingIsClearedAndOnlyARisingMarkIsExact()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched with { BacklogMaxDepth = 50 } }, lease: Lease.None("Another console polls this host."));
        await harness.StartAsync();
        await harness.PollAsync();

        var unmoved = await harness.PollAsync();
        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 60 };
        var risen = await harness.PollAsync();

        Assert.Empty(harness.Kernel.Masks);
        Assert.Equal((0u, Bound.AtLeast), (unmoved.Peak, unmoved.Bound));
        Assert.Equal((60u, Bound.Exact), (risen.Peak, risen.Bound));
        var refusal = await Assert.ThrowsAsync<ResetRefusedException>(() => harness.Monitor.ResetMarkAsync(ResetKind.Kernel, new Requester("me", "here"), CancellationToken.None));
        Assert.StartsWith("Another console polls this host.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Window_SomebodyElseCleared_SaysThatAPeakMayBeMissing()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched });
        await harness.StartAsync();
        await harness.PollAsync();
        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 40 };
        await harness.SampleAsync();
        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 2 };

        var robbed = await harness.PollAsync();
        var activity = await harness.History.ActivityAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, CancellationToken.None);

        Assert.Equal((40u, Bound.AtLeast), (robbed.Peak, robbed.Bound));
        Assert.Contains(activity, entry => entry.Kind == ActivityKind.ClearedElsewhere);
    }

    [Fact(Timeout = 30_000)]
    public async Task Window_LostAndWait_AreDifferencesOfTheCounters()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched with { Lost = 100, BacklogWaitTimeActual = 2000 } });
        await harness.StartAsync();
        var first = await harness.PollAsync();
        harness.Kernel.Status = harness.Kernel.Status with { Lost = 107, BacklogWaitTimeActual = 2500 };

        var second = await harness.PollAsync();

        Assert.Equal((0L, 0L), (first.Lost, first.WaitTicks));
        Assert.Equal((7L, 500L, TimeSpan.FromSeconds(0.5)), (second.Lost, second.WaitTicks, second.Wait));
    }

    [Fact(Timeout = 30_000)]
    public async Task Garbage_InsteadOfAnAnswer_IsSaidAndTheMonitorGoesOn()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched });
        await harness.StartAsync();
        harness.Kernel.Garbage.Enqueue([1, 2, 3]);
        harness.Clock.Advance(MonitorHarness.Sample);
        await WaitUntilAsync(() => harness.Monitor.Feed.State.Problem is not null);
        var problem = harness.Monitor.Feed.State.Problem;

        // The pause before the connection is opened anew, longer than a second in all.
        await WaitUntilAsync(() =>
        {
            harness.Clock.Advance(TimeSpan.FromMilliseconds(600));
            return harness.Monitor.Feed.State.Connected;
        });

        Assert.Contains("needs a header of 16 bytes; 3 arrived", problem, StringComparison.Ordinal);
        Assert.Equal(1, harness.Monitor.Feed.PollErrors["protocol"]);
        Assert.Null(harness.Monitor.Feed.State.Problem);
    }

    [Fact(Timeout = 30_000)]
    public async Task History_RefusesForAWhile_NothingIsClearedMeanwhileAndEveryWindowIsWrittenInOrder()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched });
        await harness.StartAsync();
        var before = await harness.PollAsync();
        var clears = harness.Kernel.Masks.Count;
        harness.History.Refuses = true;
        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 70 };
        while (harness.Monitor.Feed.State.WaitingWindows < 2)
        {
            await harness.SampleAsync();
        }

        var problem = harness.Monitor.Feed.State.HistoryProblem;
        Assert.Equal(clears, harness.Kernel.Masks.Count);

        harness.History.Refuses = false;
        var first = await harness.PollAsync();
        await harness.NextWindowAsync();
        await harness.NextWindowAsync();
        var stored = await harness.History.PollsAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 100, CancellationToken.None);

        Assert.Equal("The history refuses, as the test asked.", problem);
        Assert.Equal((before.To, 70u), (first.From, first.Peak));
        Assert.All(stored.Zip(stored.Skip(1)), pair => Assert.Equal((pair.First.To, pair.First.Seq + 1), (pair.Second.From, pair.Second.Seq)));
        Assert.Equal(clears + 1, harness.Kernel.Masks.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Clock_SteppedBack_WindowsStillTileTime()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched });
        await harness.StartAsync();
        var before = await harness.PollAsync();
        harness.Clock.StepWallClock(TimeSpan.FromMinutes(-5));

        var after = await harness.PollAsync();

        Assert.Equal(before.To, after.From);
        Assert.True(after.To > after.From);
    }

    [Fact(Timeout = 30_000)]
    public async Task Configuration_ChangedByOthers_IsWrittenDown()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched });
        await harness.StartAsync();
        harness.Kernel.Status = harness.Kernel.Status with { BacklogLimit = 8192 };
        await harness.SampleAsync();
        await harness.PollAsync();

        var activity = await harness.History.ActivityAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, CancellationToken.None);

        Assert.Contains(activity, entry => entry is { Kind: ActivityKind.Changed, Value: 8192 } && entry.Text.StartsWith("backlog_limit changed from 64 to 8192", StringComparison.Ordinal));
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
