using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Records;

public sealed class InterleavingTests
{
    private const int Steps = 150;

    public static IEnumerable<TheoryDataRow<int, bool>> Seeds => Enumerable.Range(1, 80).Select(seed => new TheoryDataRow<int, bool>(seed, seed % 2 == 0));

    // The law: whoever clears, and however late the records are, the highest window holds the highest backlog there was, and no
    // window calls exact what is below its own highest.
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Seeds))]
    public async Task Windows_WhoeverClearsWhen_MissNoPeak(int seed, bool leased)
    {
        var random = new Random(seed);
        await using var harness = new StreamHarness(lease: leased ? null : Lease.None("The other one clears."));
        await harness.StartAsync();
        var truth = new List<(DateTimeOffset At, uint Depth)>();
        for (var step = 0; step < Steps; step++)
        {
            await DoAsync(random, harness);
            truth.Add((harness.Clock.GetUtcNow(), harness.Engine.Backlog));
        }

        await harness.PassAsync();
        await harness.PollAsync();
        await harness.PassAsync();
        await harness.PollAsync();
        var windows = await harness.StopAsync();

        Assert.True(windows.Count > 2);
        Assert.Equal(truth.Max(moment => moment.Depth), windows.Max(window => window.Peak));
        Assert.All(windows.Where(window => window.Bound == Bound.Exact), window => Assert.True(
            window.Peak >= truth.Where(moment => moment.At >= window.From && moment.At < window.To).Select(moment => moment.Depth).DefaultIfEmpty().Max(),
            $"{window} claims too little"));
    }

    // Without the stream some of these peaks are lost: what the law needs is the stream, not luck.
    [Fact(Timeout = 60_000)]
    public async Task Windows_WithoutTheStream_MissPeaksThatOthersClear()
    {
        await using var harness = new StreamHarness(readsRecords: false);
        await harness.StartAsync();
        await harness.PollAsync();
        harness.Flood(500);
        await harness.Other.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, CancellationToken.None);
        await harness.PassAsync();
        await harness.Other.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, CancellationToken.None);
        await harness.PassAsync();
        await harness.PollAsync();

        var windows = await harness.StopAsync();

        Assert.True(windows.Max(window => window.Peak) < 500);
    }

    private static async Task DoAsync(Random random, StreamHarness harness)
    {
        switch (random.Next(10))
        {
            case < 2:
                harness.Flood(random.Next(1, 1 << random.Next(1, 9)));
                break;
            case < 4:
                await harness.PassAsync(random.Next(2) == 0 ? int.MaxValue : random.Next(200));
                break;
            case < 6:
                await harness.Other.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, CancellationToken.None);
                break;
            default:
                await harness.SampleAsync();
                break;
        }
    }
}
