using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Hosts;

public sealed class HostMonitorRestartTests : IDisposable
{
    private static readonly AuditStatus s_patched = new FakeKernel().Status with { BacklogMaxDepth = 1, Lost = 5 };
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeKernel _kernel = new() { Status = s_patched };

    [Fact(Timeout = 30_000)]
    public async Task FirstWindow_AfterARestart_ReachesBackCarriesTheMarkAndSaysGap()
    {
        DateTimeOffset last;
        await using (var before = Start())
        {
            await before.StartAsync();
            await before.PollAsync();
            await before.StopAsync();
            last = (await before.History.PollsAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, CancellationToken.None))[^1].To;
        }

        _clock.Advance(TimeSpan.FromSeconds(30));
        _kernel.Status = _kernel.Status with { BacklogMaxDepth = 48, Lost = 9 };
        await using var after = Start();
        await after.StartAsync();
        var window = await after.PollAsync();

        Assert.Equal((last, 48u, true, 4L), (window.From, window.Peak, window.Gap, window.Lost));
        Assert.True(window.Blind >= TimeSpan.FromSeconds(29));
    }

    [Fact(Timeout = 30_000)]
    public async Task FirstWindow_AfterAnotherBoot_DoesNotGuessWhatWasLost()
    {
        await using (var before = Start())
        {
            await before.StartAsync();
            await before.PollAsync();
        }

        await using var after = Start(bootId: "next boot");
        await after.StartAsync();

        var window = await after.PollAsync();
        Assert.Null(window.Lost);
        // No time at all has passed between the two runs, and still nobody watched.
        Assert.True(window.Gap);
    }

    [Fact(Timeout = 30_000)]
    public async Task FirstWindow_AfterAKillBetweenClearAndCommit_KeepsWhatWasReadBeforeAndSaysSo()
    {
        await using (var before = Start())
        {
            await before.StartAsync();
            await before.PollAsync();
            await before.StopAsync();
            // What a kill leaves: the intent is committed, the window is not.
            await before.History.IntendClearAsync("host", new ClearIntent(_clock.GetUtcNow(), 61), CancellationToken.None);
        }

        await using var after = Start();
        await after.StartAsync();
        var window = await after.PollAsync();
        var activity = await after.History.ActivityAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, CancellationToken.None);

        Assert.Equal((61u, true, Bound.AtLeast), (window.Peak, window.Recovered, window.Bound));
        Assert.Contains(activity, entry => entry is { Kind: ActivityKind.ClearInterrupted, Value: 61 });
    }

    [Fact(Timeout = 30_000)]
    public async Task MarkShown_AfterARestart_GoesOn()
    {
        DateTimeOffset since;
        await using (var before = Start())
        {
            await before.StartAsync();
            since = (await before.Monitor.ResetMarkAsync(ResetKind.Baseline, new Requester("me", "here"), CancellationToken.None)).At;
            _kernel.Status = _kernel.Status with { BacklogMaxDepth = 33 };
            await before.PollAsync();
        }

        await using var after = Start();
        await after.StartAsync();
        var snapshot = await after.SampleAsync();

        Assert.Equal((33u, since), (snapshot.Mark.Value, snapshot.Mark.Since));
    }

    [Fact(Timeout = 30_000)]
    public async Task Stop_CommitsTheWindowUnderWay()
    {
        await using var harness = Start();
        await harness.StartAsync();
        await harness.PollAsync();
        _kernel.Status = _kernel.Status with { BacklogMaxDepth = 21 };

        await harness.StopAsync();
        var stored = await harness.History.PollsAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, CancellationToken.None);

        Assert.Equal(21u, stored[^1].Peak);
    }

    [Fact]
    public void Lease_HeldByAnotherConsole_NamesItsProcess()
    {
        using var first = Lease.Take(_folder.Path, "shared");
        using var second = Lease.Take(_folder.Path, "shared");

        Assert.Null(first.Refusal);
        Assert.Contains($"process id {Environment.ProcessId} ", second.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Lease_GivenBack_CanBeTakenAgain()
    {
        Lease.Take(_folder.Path, "shared").Dispose();
        using var second = Lease.Take(_folder.Path, "shared");

        Assert.Null(second.Refusal);
    }

    public void Dispose() => _folder.Dispose();

    private MonitorHarness Start(string bootId = "boot") => new(_kernel, folder: _folder, clock: _clock, lease: Lease.Take(_folder.File("leases"), Guid.NewGuid().ToString()), bootId: bootId);
}
