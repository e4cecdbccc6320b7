using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Monitoring.Watchers;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Hosts;

/// <summary>A host without a mark and without a probe.</summary>
public sealed class SampledTierTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeSampler _sampler = new();
    private readonly FakeKernel _kernel = new() { StatusSize = AuditStatus.StockSize };

    [Fact]
    public async Task Peak_SamplerSawMore_IsItsWithItsBlindTime()
    {
        var at = _clock.GetUtcNow().AddMilliseconds(1500);
        _sampler.Next = new SamplerTake(21, at, 300, TimeSpan.FromMilliseconds(400), TimeSpan.Zero);
        await using var harness = await StartAsync();
        await harness.PollAsync();

        var window = await harness.PollAsync();

        Assert.Equal((Tier.Sampled, Bound.AtLeast, 21u, at), (window.Tier, window.Bound, window.Peak, window.PeakAt));
        Assert.Equal((TimeSpan.FromMilliseconds(400), 300L), (window.Blind, window.Details!.Samples));
        Assert.Equal(21u, harness.Monitor.Feed.Latest!.Mark.Value);
    }

    [Fact]
    public async Task Peak_TaskWaitedWithinTheWindow_IsAtLeastOneOverTheLimit()
    {
        await using var harness = await StartAsync();
        await harness.PollAsync();
        await harness.SampleAsync();
        await harness.SampleAsync();
        _kernel.Status = _kernel.Status with { BacklogWaitTimeActual = 100 };

        var window = await harness.PollAsync();

        Assert.Equal((65u, null, true, true), (window.Peak, window.PeakAt, window.Details!.Inferred, window.OverLimit));
    }

    [Fact]
    public async Task Peak_WaitThatMayHaveBegunBeforeTheWindow_IsNotInferred()
    {
        await using var harness = await StartAsync();
        await harness.PollAsync();
        await harness.SampleAsync();
        _kernel.Status = _kernel.Status with { BacklogWaitTimeActual = 400 };

        var window = await harness.PollAsync();

        Assert.Equal((0u, 400L), (window.Peak, window.WaitTicks));
    }

    [Fact]
    public async Task Held_WindowInWhichTheKernelHeldUs_CountsAsOverTheLimit()
    {
        await using var harness = await StartAsync();
        await harness.PollAsync();
        await harness.SampleAsync();
        await harness.HoldAsync();
        await harness.HeldAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(2));
        _kernel.Release();

        var window = await harness.NextWindowAsync();

        Assert.True(window.Details!.Held > TimeSpan.Zero);
        Assert.True(window.OverLimit);
    }

    [Fact]
    public async Task Status_ThatTheSamplerAskedForSinceTheLastTurn_IsNotAskedForAgain()
    {
        await using var harness = await StartAsync();
        var at = _clock.GetUtcNow().AddMilliseconds(60);
        // The turn may end when the clock has moved on already.
        _sampler.Told = (_kernel.Status with { Backlog = 7 }, _clock.GetTimestamp() + MonitorHarness.Sample.Ticks + 1, at);

        var sampled = await harness.SampleAsync();
        _sampler.Told = (_kernel.Status with { Backlog = 9 }, 0, at);
        _kernel.Status = _kernel.Status with { Backlog = 2 };
        var asked = await harness.SampleAsync();

        Assert.Equal((7u, at), (sampled.Status.Backlog, sampled.At));
        Assert.Equal((2u, _clock.GetUtcNow()), (asked.Status.Backlog, asked.At));
    }

    [Fact]
    public async Task Status_ThatTheSamplerAskedForBeforeAReset_IsNotTakenForALossAfterIt()
    {
        _kernel.Status = _kernel.Status with { Lost = 446 };
        await using var harness = await StartAsync();
        var reset = harness.Monitor.ResetCounterAsync(AuditCounter.Lost, Requester.Console, CancellationToken.None);
        await harness.SampleAsync();
        await reset;
        _sampler.Told = (_kernel.Status with { Lost = 446 }, _clock.GetTimestamp(), _clock.GetUtcNow());

        var after = await harness.SampleAsync();

        Assert.Equal(0u, after.Status.Lost);
    }

    [Fact]
    public async Task Sampler_RefusedAtFirst_IsStartedLater()
    {
        var refused = true;
        await using var harness = new MonitorHarness(_kernel, clock: _clock, describe: host => host with
        {
            StartSampler = () => refused ? throw new AuditUnavailableException("no socket left") : _sampler,
        });
        await harness.StartAsync();
        await harness.SampleAsync();
        var before = harness.Monitor.Feed.State.Sampler;
        refused = false;

        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        while (harness.Monitor.Feed.State.Sampler?.Problem is not null)
        {
            await harness.NextAsync();
        }

        Assert.Equal("no socket left", before?.Problem);
        Assert.Equal(_sampler.State, harness.Monitor.Feed.State.Sampler);
    }

    public void Dispose() => _sampler.Dispose();

    private async Task<MonitorHarness> StartAsync()
    {
        var harness = new MonitorHarness(_kernel, clock: _clock, describe: host => host with { StartSampler = () => _sampler });
        await harness.StartAsync();
        return harness;
    }
}
