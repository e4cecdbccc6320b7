using System.Net;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Patched;

/// <summary>The whole console on a kernel that keeps the mark, asked over HTTP and held against the kernel's own records.</summary>
[Collection(WatchedKernel.Name)]
public sealed class ConsoleTests(GuestConsole console) : GuestKernel
{
    private const int Records = 300;
    private const uint Seen = 20;
    private const string Host = GuestConsole.Host;
    private const string Reset = $"/api/v1/hosts/{Host}/backlog_max_depth/reset";

    [Fact]
    public async Task Tier_OnAPatchedKernel_IsKernel()
    {
        var host = Assert.Single((await console.Process.GetAsync("/api/v1/hosts")).EnumerateArray());
        var poll = await console.Process.NextPollAsync(Host);

        Assert.Equal("kernel", host.GetProperty("tier").GetString());
        Assert.True(host.GetProperty("connected").GetBoolean());
        Assert.Equal("kernel", poll.Tier);
    }

    [Fact]
    public async Task Burst_BetweenTwoPolls_IsThePeakOfItsWindowAndInNoSample()
    {
        var missedBySamples = false;
        for (var attempt = 0; attempt < 5 && !missedBySamples; attempt++)
        {
            await console.Process.NextPollAsync(Host);
            var window = await BurstAsync(Records);
            var samples = await SamplesAsync(window);

            Assert.InRange(window.Peak, Seen, Records + Seen);
            Assert.Equal("exact", window.Bound);
            Assert.NotEmpty(samples);
            missedBySamples = samples.Max() < window.Peak / 2 && window.P99 < window.Peak / 2 && window.Mean < window.Peak / 2.0;
        }

        Assert.True(missedBySamples, "In five windows the samples saw each burst.");
    }

    [Fact]
    public async Task Reset_ByAnOperator_IsInTheKernelsOwnTrailWithTheirName()
    {
        await using var log = new RecordLog();
        await console.Process.PostAsync($"/api/v1/hosts/{Host}/lost/reset");
        var entry = Assert.Single((await console.Process.GetAsync($"/api/v1/hosts/{Host}/activity?group=resets&most=1")).EnumerateArray());
        var named = AuditText.Field("acct", entry.GetProperty("actor").GetString()!);

        // Ends when the record is there; the kernel's own, which names only the user that the console runs as, comes before it.
        var before = await log.BeforeAsync($"op=reset lost=0 old={entry.GetProperty("value").GetUInt32()} {named}");

        Assert.Contains(before, record => record.Type == AuditMessageType.ConfigChange && record.Field("lost") == "0");
    }

    [Fact]
    public async Task Reset_OfTheKernelsMark_AnswersWhatTheKernelsOwnRecordSays()
    {
        await console.Process.NextPollAsync(Host);
        await FloodAsync(Records);
        await using var log = new RecordLog();
        var (code, answer) = await console.Process.PostAsync(Reset, """{"kind":"kernel"}""");
        await HandInAsync("op=reset-answered res=ok", 1);
        var value = answer.GetProperty("value").GetUInt32();

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(Assert.Single(await log.ClearsBeforeAsync("op=reset-answered")), value);
        Assert.InRange(value, Seen, Records + Seen);
        Assert.Equal(value, (await console.Process.PollOfAsync(Host, answer.GetProperty("at").GetDateTimeOffset())).Peak);
    }

    [Fact]
    public async Task Polls_InARowWithABurstEach_HaveThePeaksThatTheKernelReturned()
    {
        await console.Process.NextPollAsync(Host);
        await using var log = new RecordLog();
        var first = await BurstAsync(Records / 2);
        var second = await BurstAsync(Records);
        await HandInAsync("op=two-windows-on res=ok", 1);

        Assert.Equal(first.Seq + 1, second.Seq);
        Assert.Equal(first.To, second.From);
        Assert.InRange(first.Peak, Seen, (Records / 2) + Seen);
        Assert.InRange(second.Peak, Seen, Records + Seen);
        Assert.Equal([first.Peak, second.Peak], await log.ClearsBeforeAsync("op=two-windows-on"));
    }

    [Fact]
    public async Task Clear_BySomebodyElse_IsNoticedAndItsWindowKeepsThePeak()
    {
        await console.Process.NextPollAsync(Host);
        await FloodAsync(Records);
        var status = await console.Process.StatusAsync(Host, now => now.GetProperty("backlog_max_depth_source").GetUInt32() >= Seen);
        var stolen = await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);
        var window = await console.Process.PollOfAsync(Host, TimeProvider.System.GetUtcNow());
        var activity = await console.Process.GetAsync(
            $"/api/v1/hosts/{Host}/activity?from={Uri.EscapeDataString(status.GetProperty("at").GetString()!)}");

        Assert.Contains(activity.EnumerateArray(), entry => entry.GetProperty("kind").GetString() == "cleared_elsewhere");
        Assert.Equal("exact", window.Bound);
        Assert.Equal(stolen, window.Peak);
    }

    [Fact]
    public async Task Windows_WithoutARisenMark_AreClosedWithoutAClear()
    {
        // To join the log is an event of its own, whose records raise the mark: these windows are not quiet.
        await using var log = new RecordLog();
        await console.Process.NextPollAsync(Host);
        await console.Process.NextPollAsync(Host);
        var settled = await console.Process.NextPollAsync(Host);
        var quiet = await console.Process.NextPollAsync(Host);
        await console.Process.NextPollAsync(Host);
        await HandInAsync("op=quiet-windows-over res=ok", 1);

        // A clear is stamped around the end of its window.
        var amidFirstQuietWindow = settled.To + ((quiet.To - settled.To) / 2);
        Assert.Empty(await log.ClearsBeforeAsync("op=quiet-windows-over", amidFirstQuietWindow));
    }

    /// <summary>Hands in a burst.</summary>
    /// <returns>The window it fell into.</returns>
    private async Task<Poll> BurstAsync(int records)
    {
        await FloodAsync(records);
        return await console.Process.PollOfAsync(Host, TimeProvider.System.GetUtcNow());
    }

    private async Task<IReadOnlyList<uint>> SamplesAsync(Poll window)
    {
        var snapshots = await console.Process.GetAsync($"/api/v1/hosts/{Host}/snapshots?seconds=60");
        var times = snapshots.GetProperty("at").EnumerateArray().Select(at => DateTimeOffset.FromUnixTimeMilliseconds(at.GetInt64()));
        return [.. times.Zip(snapshots.GetProperty("backlog").EnumerateArray().Select(backlog => backlog.GetUInt32()))
            .Where(sample => sample.First >= window.From && sample.First < window.To)
            .Select(sample => sample.Second)];
    }
}
