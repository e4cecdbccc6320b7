using AuditConsole.Guest.Inside.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Patched;

/// <summary>The whole console with its probe on a kernel that keeps the mark, which the test reads beside it.</summary>
public sealed class ProbedConsoleTests(PreferringConsole console) : GuestKernel, IClassFixture<PreferringConsole>
{
    private const int MostWindows = 8;
    private const string Host = GuestConsole.Host;

    [Fact]
    public async Task Windows_WithABurstEach_HaveTheKernelsMarkWithinOneRecord()
    {
        await ProbedAsync();
        foreach (var burst in (int[])[7, 90, 350, 1200])
        {
            await DrainedAsync();
            await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);
            await FloodAsync(burst);
            var window = await console.Process.PollOfAsync(Host, TimeProvider.System.GetUtcNow());
            var mark = await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);

            Assert.Equal(("probe", "exact"), (window.Tier, window.Bound));
            Assert.InRange(window.Peak, mark, mark + 1);
        }
    }

    [Fact]
    public async Task Losses_OfALimitAndOfARate_AreToldApart()
    {
        await ProbedAsync();
        await Client.SetAsync(AuditSetting.RateLimit, 10, Stop);
        await FloodAsync(200);
        var losses = await LossesAsync(TimeProvider.System.GetUtcNow());

        Assert.Equal("rate_limit", Assert.Single(losses).Cause);
        Assert.False(Assert.Single(losses).LimitHelps);
    }

    private async Task ProbedAsync()
    {
        var poll = await console.Process.NextPollAsync(Host);
        for (var windows = 1; poll.Tier != "probe" && windows < MostWindows; windows++)
        {
            poll = await console.Process.NextPollAsync(Host);
        }

        Assert.True(poll.Tier == "probe", (await console.Process.GetAsync("/api/v1/hosts")).ToString());
    }

    private async Task<IReadOnlyList<(string? Cause, bool LimitHelps)>> LossesAsync(DateTimeOffset at)
    {
        var window = await console.Process.PollOfAsync(Host, at);
        var polls = (await console.Process.GetAsync($"/api/v1/hosts/{Host}/polls")).GetProperty("polls").EnumerateArray();
        var details = polls.Single(poll => poll.GetProperty("seq").GetInt64() == window.Seq).GetProperty("details");
        return [.. details.GetProperty("losses").EnumerateArray().Select(loss => (loss.GetProperty("cause").GetString(), loss.GetProperty("limit_helps").GetBoolean()))];
    }
}
