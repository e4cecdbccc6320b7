using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Monitoring.Watchers;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Hosts;

/// <summary>A host without a mark, watched through a probe.</summary>
public sealed class ProbeInTheMonitorTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeProbe _probe = new();
    private readonly FakeSampler _sampler = new();
    private readonly FakeKernel _kernel = new() { StatusSize = AuditStatus.StockSize };
    private string? _refusal;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Peak_BurstBetweenTwoSamples_IsThatOfTheProbe()
    {
        await using var harness = await ProbedAsync();
        var at = harness.Clock.GetUtcNow();
        _probe.See(57, at);

        var window = await harness.PollAsync();

        Assert.Equal((Tier.Probe, Bound.Exact, 57u, at), (window.Tier, window.Bound, window.Peak, window.PeakAt));
        Assert.Equal((28.5, 28u, 57u, 57L), (window.Mean, window.P50, window.P99, window.Details?.Records));
    }

    [Fact]
    public async Task Tier_ProbeThatHasCountedNothingYet_IsSampledAndSaysSo()
    {
        _probe.Runs = false;
        await using var harness = Harness();
        await harness.StartAsync();
        await AttachedAsync(harness);

        var window = await harness.PollAsync();

        Assert.Equal((Tier.Sampled, Bound.AtLeast), (window.Tier, window.Bound));
        Assert.Contains("not yet verified", harness.Monitor.Feed.State.TierReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tier_WindowThatBeganBeforeTheProbe_IsSampled()
    {
        await using var harness = Harness();
        await harness.StartAsync();
        await AttachedAsync(harness);

        Assert.Equal(Tier.Sampled, (await harness.PollAsync()).Tier);
        Assert.Equal(Tier.Probe, (await harness.PollAsync()).Tier);
    }

    [Fact]
    public async Task Tier_ProbeInDoubt_IsSampledForThatWindowWithTheDoubt()
    {
        await using var harness = await ProbedAsync();
        _probe.See(9, harness.Clock.GetUtcNow());
        _probe.Doubts.Add("Skipped twice.");

        var doubtful = await harness.PollAsync();
        _probe.Doubts.Clear();
        _probe.See(3, harness.Clock.GetUtcNow());
        var next = await harness.PollAsync();

        Assert.Equal((Tier.Sampled, Bound.AtLeast, 9u), (doubtful.Tier, doubtful.Bound, doubtful.Peak));
        Assert.Equal(["Skipped twice."], doubtful.Details!.Doubts);
        Assert.Equal((Tier.Probe, 3u), (next.Tier, next.Peak));
    }

    [Fact]
    public async Task Tier_BacklogFellAndNothingPassedTheProbe_IsSampledAndTheProbeProvenAnew()
    {
        await using var harness = await ProbedAsync();
        var proofs = _probe.Proofs;
        _probe.Runs = false;
        _kernel.Status = _kernel.Status with { Backlog = 5 };
        await harness.SampleAsync();
        _kernel.Status = _kernel.Status with { Backlog = 0 };

        var window = await harness.PollAsync();
        await harness.SampleAsync();

        Assert.Equal((Tier.Sampled, 5u), (window.Tier, window.Peak));
        Assert.Equal(proofs + 1, _probe.Proofs);
    }

    [Fact]
    public async Task Refusal_IsKeptAndAskedForAgain()
    {
        _refusal = "fentry refused by this system's policy (EPERM, empty verifier log).";
        await using var harness = Harness();
        await harness.StartAsync();
        await AttachedAsync(harness);
        var refused = harness.Monitor.Feed.State.TierReason;
        var refusal = _refusal;
        _refusal = null;

        harness.Clock.Advance(ProbeKeeper.RetryAfter);
        while (harness.Monitor.Feed.State.Probe.Contains(refusal, StringComparison.Ordinal) || !_probe.IsVerified)
        {
            await harness.NextAsync();
        }

        await harness.NextAsync();

        Assert.Contains(refusal, refused, StringComparison.Ordinal);
        Assert.Contains("has been seen to count", harness.Monitor.Feed.State.Probe, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MarkShown_BaselineWithinAWindow_CountsWhatTheProbeSawAfterIt()
    {
        await using var harness = await ProbedAsync();
        _probe.See(40, harness.Clock.GetUtcNow());
        await harness.SampleAsync();

        var ended = await harness.Monitor.ResetMarkAsync(ResetKind.Baseline, new Requester("someone", "here"), Token);
        var begun = await harness.SampleAsync();
        _probe.See(50, harness.Clock.GetUtcNow());
        await harness.PollAsync();

        Assert.Equal((40u, 0u), (ended.Value, begun.Mark.Value));
        Assert.Equal(50u, harness.Monitor.Feed.Latest!.Mark.Value);
    }

    [Fact]
    public async Task Losses_ThatTheProbeSaw_AreNamed()
    {
        await using var harness = await ProbedAsync();
        _kernel.Status = _kernel.Status with { Lost = 10 };
        _probe.See(1, harness.Clock.GetUtcNow());
        _probe.Losses = new ProbeLossCounts(0, 8, 0, 2, 0, 0);

        var window = await harness.PollAsync();

        Assert.Equal([(LossCause.RateLimit, 8), (LossCause.RetryQueue, 2)], window.Details!.Losses.Select(loss => (loss.Cause, (int)loss.Records!)));
    }

    [Fact]
    public async Task Mark_WhereTheKernelKeepsOne_NeedsNoProbe()
    {
        _kernel.StatusSize = AuditStatus.PatchedSize;
        _kernel.Status = _kernel.Status with { BacklogMaxDepth = 1 };
        await using var harness = Harness();
        await harness.StartAsync();

        Assert.Equal(Tier.Kernel, (await harness.PollAsync()).Tier);
        Assert.Equal(0, _probe.Proofs);
    }

    [Fact]
    public async Task Mark_WhereTheProbeIsPreferred_IsNeverCleared()
    {
        _kernel.StatusSize = AuditStatus.PatchedSize;
        _kernel.Status = _kernel.Status with { BacklogMaxDepth = 30 };
        await using var harness = Harness(host => host with { PrefersProbe = true });
        await harness.StartAsync();
        await AttachedAsync(harness);
        await harness.PollAsync();
        _kernel.Masks.Clear();
        _kernel.Status = _kernel.Status with { BacklogMaxDepth = 31 };
        _probe.See(12, harness.Clock.GetUtcNow());

        var window = await harness.PollAsync();

        Assert.Equal((Tier.Probe, Bound.Exact), (window.Tier, window.Bound));
        Assert.Empty(_kernel.Masks);
    }

    [Fact]
    public async Task Sampler_RunsOnlyWhileNothingBetterTellsThePeak()
    {
        _sampler.Next = new SamplerTake(21, _clock.GetUtcNow().AddSeconds(1), 300, TimeSpan.FromMilliseconds(400), TimeSpan.Zero);
        await using var harness = Harness();
        await harness.StartAsync();
        await AttachedAsync(harness);
        await harness.PollAsync();
        await harness.SampleAsync();

        Assert.True(_sampler.IsDisposed);
        Assert.Null(harness.Monitor.Feed.State.Sampler);
    }

    [Fact]
    public async Task Dispose_EndsTheProbe()
    {
        await using (var harness = await ProbedAsync())
        {
            Assert.False(_probe.IsDisposed);
        }

        Assert.True(_probe.IsDisposed);
    }

    public void Dispose()
    {
        _probe.Dispose();
        _sampler.Dispose();
    }

    private MonitorHarness Harness(Func<HostDescription, HostDescription>? describe = null) => new(
        _kernel,
        clock: _clock,
        describe: host => (describe ?? (same => same))(host with
        {
            StartProbe = () => Task.FromResult(_refusal is null ? new ProbeAttempt(_probe, [], []) : new ProbeAttempt(null, [_refusal], [])),
            StartSampler = () => _sampler,
        }));

    private async Task<MonitorHarness> ProbedAsync()
    {
        var harness = Harness();
        await harness.StartAsync();
        await AttachedAsync(harness);
        await harness.PollAsync();
        return harness;
    }

    // The probe is started with one sample, taken over and proven with the next, and counts from the one after.
    private static async Task AttachedAsync(MonitorHarness harness)
    {
        await harness.SampleAsync();
        await harness.SampleAsync();
    }
}
