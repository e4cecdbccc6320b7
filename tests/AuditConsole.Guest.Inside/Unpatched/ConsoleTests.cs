using System.Net;
using AuditConsole.Guest.Inside.Support;

namespace AuditConsole.Guest.Inside.Unpatched;

/// <summary>The whole console on a kernel that keeps no mark and does not describe its types, so that no probe can be attached.</summary>
public sealed class ConsoleTests(GuestConsole console) : GuestKernel, IClassFixture<GuestConsole>
{
    private const uint Others = 20;
    private const string Host = GuestConsole.Host;

    [Fact]
    public async Task Tier_OnAnUnpatchedKernel_IsSampledAndEveryPeakALowerBound()
    {
        var poll = await console.Process.NextPollAsync(Host);
        var status = await console.Process.StatusAsync(Host);

        Assert.Equal("sampled", status.GetProperty("tier").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, status.GetProperty("backlog_max_depth_source").ValueKind);
        Assert.Equal(("sampled", "at_least"), (poll.Tier, poll.Bound));
        Assert.Contains(
            "/sys/kernel/btf/vmlinux",
            (await console.Process.GetAsync("/api/v1/hosts"))[0].GetProperty("tier_reason").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Floods_OnAnUnpatchedKernel_AreSeenByTheSamplerAndNeverHigherThanTheyWere()
    {
        await console.Process.NextPollAsync(Host);
        for (var records = 20; records <= 2000; records *= 10)
        {
            await FloodAsync(records);
            var window = await console.Process.PollOfAsync(Host, TimeProvider.System.GetUtcNow());

            Assert.InRange<long>(window.Peak, 0, records + Others);
        }
    }

    [Fact]
    public async Task Reset_OfAMarkTheKernelDoesNotKeep_IsRefusedAndNoPollSendsOneEither()
    {
        await using var watch = await SetWatch.StartAsync(console.Process.Id);
        var (code, problem) = await console.Process.PostAsync($"/api/v1/hosts/{Host}/backlog_max_depth/reset", """{"kind":"kernel"}""");
        await FloodAsync(100);
        await console.Process.NextPollAsync(Host);
        await console.Process.NextPollAsync(Host);
        await HandInAsync("op=nothing-was-set res=ok", 1);
        var before = await watch.SetsBeforeAsync("op=nothing-was-set");
        await console.Process.PostAsync($"/api/v1/hosts/{Host}/lost/reset");
        await HandInAsync("op=lost-was-cleared res=ok", 1);
        var after = await watch.SetsBeforeAsync("op=lost-was-cleared");

        Assert.Equal(HttpStatusCode.Conflict, code);
        Assert.Contains("keeps no high-water mark", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, before);
        Assert.Equal(1, after);
    }
}
