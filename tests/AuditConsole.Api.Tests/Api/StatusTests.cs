using System.Text.Json;
using System.Text.RegularExpressions;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Api;

public sealed partial class StatusTests
{
    private static readonly string[] s_contract =
    [
        "at", "source", "enabled", "failure", "pid", "rate_limit", "backlog_limit", "lost", "lost_since_reset", "backlog", "backlog_wait_time",
        "backlog_wait_time_actual", "backlog_max_depth", "backlog_max_depth_since", "backlog_max_depth_source", "tier", "headroom", "utilization", "hz",
    ];

    [Fact]
    public async Task Status_OfTheEngine_HasEveryFieldUnderTheKernelsName()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Engine:RateLimit", "900"), ("AuditConsole:Engine:Hz", "250"), ("AuditConsole:Engine:BacklogWaitTime", "15000"));
        using var client = console.CreateClient();

        var status = await client.JsonAsync($"{ConsoleFactory.HostRoute}/status");

        Assert.Empty(s_contract.Except(status.Names()));
        Assert.Equal(("engine", "engine"), (status.Text("source"), status.Text("tier")));
        Assert.Equal((1, 1, 0, 900), (status.Number("enabled"), status.Number("failure"), status.Number("pid"), status.Number("rate_limit")));
        Assert.Equal((64, 0, 0, 0), (status.Number("backlog_limit"), status.Number("lost"), status.Number("lost_since_reset"), status.Number("backlog")));
        Assert.Equal((15000, 0, 250), (status.Number("backlog_wait_time"), status.Number("backlog_wait_time_actual"), status.Number("hz")));
        Assert.Equal((1, 1, 64), (status.Number("backlog_max_depth"), status.Number("backlog_max_depth_source"), status.Number("headroom")));
        Assert.Equal(0, status.GetProperty("utilization").GetDouble());
    }

    [Fact]
    public async Task Times_OfTheStatus_AreRfc3339InUtc()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();

        var status = await client.JsonAsync($"{ConsoleFactory.HostRoute}/status");

        Assert.Equal("2026-11-22T14:30:00.000Z", status.Text("at"));
        Assert.Matches(UtcTime(), status.Text("backlog_max_depth_since"));
    }

    [Fact]
    public async Task Headroom_WithoutALimit_IsNullAndNotZero()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Engine:BacklogLimit", "0"));
        using var client = console.CreateClient();

        var status = await client.JsonAsync($"{ConsoleFactory.HostRoute}/status");

        Assert.Equal(0, status.Number("backlog_limit"));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (status.Kind("headroom"), status.Kind("utilization")));
    }

    [Fact]
    public async Task Headroom_AfterAWindowWithABurst_CountsFromItsPeak()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        using var client = console.CreateClient();
        console.Burst(48);
        await console.PollAsync();
        await console.SampleAsync();

        var status = await client.JsonAsync($"{ConsoleFactory.HostRoute}/status");

        Assert.Equal((0, 16), (status.Number("backlog"), status.Number("headroom")));
        Assert.Equal(0.75, status.GetProperty("utilization").GetDouble());
    }

    [Fact]
    public async Task Headroom_OfALimitThatWasPassed_IsNegative()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"), ("AuditConsole:Engine:BacklogLimit", "10"), ("AuditConsole:Engine:BacklogWaitTime", "0"));
        using var client = console.CreateClient();
        console.Burst(30);
        await console.PollAsync();
        await console.SampleAsync();

        var status = await client.JsonAsync($"{ConsoleFactory.HostRoute}/status");

        Assert.Equal(-1, status.Number("headroom"));
        Assert.Equal((19, 19), (status.Number("lost"), status.Number("lost_since_reset")));
    }

    [Fact]
    public async Task Mark_WhenPollsHaveClearedTheSourcesOwn_KeepsTheHighest()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        using var client = console.CreateClient();
        console.Burst(40);
        await console.PollAsync();
        console.Burst(12);
        await console.PollAsync();
        await console.SampleAsync();

        var status = await client.JsonAsync($"{ConsoleFactory.HostRoute}/status");

        Assert.Equal(40, status.Number("backlog_max_depth"));
        Assert.Equal("2026-11-22T14:30:00.000Z", status.Text("backlog_max_depth_since"));
        Assert.InRange(status.Number("backlog_max_depth_source"), 0, 4);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex UtcTime();
}
