using System.Text.Json;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Patched;

/// <summary>The console while others clear and change, told by the kernel's own records.</summary>
[Collection(WatchedKernel.Name)]
public sealed class OthersTests(GuestConsole console) : GuestKernel
{
    private const int Rounds = 12;
    private const string Host = GuestConsole.Host;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(700);

    [Fact]
    public async Task Clears_ByAnotherInTheMiddleOfWindows_TakeNoPeakAway()
    {
        var since = await BeginAsync();
        var stolen = new List<(DateTimeOffset At, uint Value)>();
        for (var round = 0; round < Rounds; round++)
        {
            await FloodAsync(100 + (round * 37 % 300));
            stolen.Add((TimeProvider.System.GetUtcNow(), await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop)));
            await PauseAsync(Between);
        }

        var last = await console.Process.PollOfAsync(Host, stolen[^1].At);
        var polls = (await console.Process.PollsAsync(Host)).Where(poll => poll.To > since && poll.From <= last.From).ToList();

        Assert.Contains(stolen, theft => theft.Value > 50);
        Assert.True(polls.Count >= 3, $"{polls.Count} windows");
        Assert.True(polls.Max(poll => poll.Peak) >= stolen.Max(theft => theft.Value), $"{polls.Max(poll => poll.Peak)} of {stolen.Max(theft => theft.Value)}");
        Assert.Equal(stolen.Select(theft => theft.Value), (await ActivityAsync("cleared_elsewhere", since)).Select(entry => entry.GetProperty("value").GetUInt32()));
        Assert.All(stolen, theft => Assert.Contains(polls, poll => poll.From <= theft.At && theft.At < poll.To + TimeSpan.FromMilliseconds(200) && poll.Peak >= theft.Value));
    }

    [Fact]
    public async Task Limit_ChangedWithAuditctl_IsAnnotatedOnceWithWhoDidIt()
    {
        var since = await BeginAsync();
        await Auditctl.RunAsync("-b", "4096");
        await console.Process.PollOfAsync(Host, TimeProvider.System.GetUtcNow());

        var entry = Assert.Single(await ActivityAsync("changed", since));

        Assert.StartsWith($"backlog_limit {AmpleLimit} → 4096 by auid ", entry.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(4096u, entry.GetProperty("value").GetUInt32());
    }

    [Fact]
    public async Task Lost_ClearedWithAuditctl_LeavesNoWindowWithoutItsLosses()
    {
        var since = await BeginAsync();
        await Client.SetAsync(AuditSetting.RateLimit, 5, Stop);
        await FloodAsync(200);
        var lost = (await console.Process.StatusAsync(Host, now => now.GetProperty("lost").GetUInt32() > 0)).GetProperty("lost").GetUInt32();
        await Client.SetAsync(AuditSetting.RateLimit, 0, Stop);
        var cleared = await Client.ReadAndClearAsync(AuditCounter.Lost, Stop);
        var window = await console.Process.PollOfAsync(Host, TimeProvider.System.GetUtcNow());
        var windows = await console.Process.GetAsync($"/api/v1/hosts/{Host}/polls?from={Uri.EscapeDataString(since.ToString("O"))}&to={Uri.EscapeDataString(window.To.ToString("O"))}");

        Assert.True(cleared >= lost);
        Assert.Equal(cleared, windows.GetProperty("polls").EnumerateArray().Sum(poll => poll.GetProperty("lost").GetInt64()));
    }

    // The start of each test changes the configuration too, which is told before.
    private async Task<DateTimeOffset> BeginAsync()
    {
        await console.Process.NextPollAsync(Host);
        await console.Process.NextPollAsync(Host);
        return TimeProvider.System.GetUtcNow();
    }

    private async Task<IReadOnlyList<JsonElement>> ActivityAsync(string kind, DateTimeOffset since) =>
        [.. (await console.Process.GetAsync($"/api/v1/hosts/{Host}/activity?from={Uri.EscapeDataString(since.ToString("O"))}")).EnumerateArray()
            .Where(entry => entry.GetProperty("kind").GetString() == kind)
            .Reverse()];
}
