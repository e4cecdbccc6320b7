using System.Net;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Api;

public sealed class ResetTests
{
    private const string Mark = "backlog_max_depth";
    private const string Baseline = """{"kind":"baseline"}""";
    private const string Kernel = """{"kind":"kernel"}""";

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Baseline_EndsTheMarkShown_AndLeavesTheSourcesOwn()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        console.Burst(40);
        await console.SampleAsync();

        var reset = await console.ResetAsync(Mark, Baseline);
        var status = await client.JsonAsync($"{ConsoleFactory.HostRoute}/status");

        Assert.Equal(["value", "at", "kind", "tier"], reset.Names());
        Assert.Equal((40, "baseline", "engine"), (reset.Number("value"), reset.Text("kind"), reset.Text("tier")));
        Assert.InRange(status.Number(Mark), 0, 39);
        Assert.Equal(reset.Text("at"), status.Text("backlog_max_depth_since"));
        Assert.Equal((40, 40u), (status.Number("backlog_max_depth_source"), console.Engine.BacklogMaxDepth));
    }

    [Fact]
    public async Task Baseline_AfterPollsHaveCleared_AnswersTheHighestOfAllWindows()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        console.Burst(51);
        await console.PollAsync(2);
        console.Burst(20);
        await console.PollAsync();

        var first = await console.ResetAsync(Mark, Baseline);
        var second = await console.ResetAsync(Mark, Baseline);

        Assert.Equal(51, first.Number("value"));
        Assert.InRange(second.Number("value"), 0, 4);
    }

    [Fact]
    public async Task Kernel_ReadsAndClearsTheSource_AndTheOpenWindowKeepsTheValue()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        console.Burst(45);
        await console.SampleAsync();

        var reset = await console.ResetAsync(Mark, Kernel);
        var markAfter = console.Engine.BacklogMaxDepth;
        var status = await client.JsonAsync($"{ConsoleFactory.HostRoute}/status");
        await console.PollAsync(step: s_second);
        var poll = (await client.JsonAsync($"{ConsoleFactory.HostRoute}/polls")).GetProperty("polls")[0];

        Assert.Equal((45, "kernel", "engine"), (reset.Number("value"), reset.Text("kind"), reset.Text("tier")));
        Assert.InRange(markAfter, 0u, 4u);
        Assert.InRange(status.Number(Mark), 0, 4);
        Assert.InRange(status.Number("backlog_max_depth_source"), 0, 4);
        Assert.Equal(reset.Text("at"), status.Text("backlog_max_depth_since"));
        Assert.Equal((45, "exact"), (poll.Number("peak"), poll.Text("bound")));
    }

    [Fact]
    public async Task Kernel_OfAConsoleThatObserves_Is409AndClearsNothing()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Mode", "observe"));
        using var client = console.CreateClient();
        console.Burst(30);
        await console.SampleAsync();

        using var answer = await client.SendJsonAsync($"{ConsoleFactory.HostRoute}/{Mark}/reset", Kernel);

        Assert.Contains("observe", await answer.ProblemAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(30u, console.Engine.BacklogMaxDepth);
    }

    [Fact]
    public async Task Kernel_WithoutTheLease_Is409AndClearsNothing()
    {
        await using var owner = await ConsoleFactory.StartAsync();
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:StateDirectory", owner.StateFolder));
        using var client = console.CreateClient();
        console.Burst(30);
        await console.SampleAsync();

        using var answer = await client.SendJsonAsync($"{ConsoleFactory.HostRoute}/{Mark}/reset", Kernel);

        Assert.Contains($"process id {Environment.ProcessId}", await answer.ProblemAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(30u, console.Engine.BacklogMaxDepth);
    }

    [Fact]
    public async Task Lost_IsReadAndCleared_AndTheWindowKeepsTheSum()
    {
        await using var console = await ConsoleFactory.StartAsync(
            ("AuditConsole:Engine:BacklogLimit", "10"), ("AuditConsole:Engine:BacklogWaitTime", "0"));
        using var client = console.CreateClient();
        console.Burst(31);
        await console.SampleAsync();

        var reset = await console.ResetAsync("lost");
        var status = await client.JsonAsync($"{ConsoleFactory.HostRoute}/status");
        await console.PollAsync(step: s_second);
        var poll = (await client.JsonAsync($"{ConsoleFactory.HostRoute}/polls")).GetProperty("polls")[0];

        Assert.Equal(["value", "at"], reset.Names());
        Assert.Equal(20, reset.Number("value"));
        Assert.Equal((0, 0u), (status.Number("lost"), console.Engine.Lost));
        Assert.Equal(20, poll.Number("lost"));
    }

    [Fact]
    public async Task Wait_IsReadAndCleared_AndTheWindowKeepsTheSumInSeconds()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Engine:BacklogLimit", "10"));
        using var client = console.CreateClient();
        console.Burst(11);
        var waiting = console.Engine.LogAsync(Protocol.AuditMessageType.Syscall, "arch=c000003e", TestContext.Current.CancellationToken).AsTask();
        await console.DriveAsync(waiting);
        var waited = console.Engine.BacklogWaitTimeActual;

        var reset = await console.ResetAsync("backlog_wait_time_actual");
        await console.PollAsync(step: s_second);
        var poll = (await client.JsonAsync($"{ConsoleFactory.HostRoute}/polls")).GetProperty("polls")[0];

        Assert.NotEqual(0u, waited);
        Assert.Equal((waited, 0u), (reset.Number("value"), console.Engine.BacklogWaitTimeActual));
        Assert.Equal(waited, poll.Number("wait_ticks"));
        Assert.Equal(waited / 1000.0, poll.GetProperty("wait").GetDouble());
    }

    [Fact]
    public async Task Resets_AreInTheActivity_NewestFirst_WithWhatTheyReturned()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        console.Burst(23);
        await console.SampleAsync();
        await console.ResetAsync(Mark, """{"kind":"baseline","reason":"  after the upgrade "}""");
        await console.ResetAsync(Mark, Kernel);
        await console.ResetAsync("lost");
        await console.ResetAsync("backlog_wait_time_actual");

        await console.SampleAsync();
        var activity = (await client.JsonAsync($"{ConsoleFactory.HostRoute}/activity")).EnumerateArray().ToList();

        Assert.Equal(["wait_reset", "lost_reset", "source_reset", "baseline_reset", "started"], activity.Select(entry => entry.Text("kind")));
        Assert.Equal(["at", "kind", "actor", "origin", "field", "old_value", "new_value", "value", "tier", "refused", "reason", "text", "number", "hash"], activity[0].Names());
        Assert.Equal([0, 0, 23, 23], activity.SkipLast(1).Select(entry => entry.Number("value")));
        Assert.Equal(["local operator", "console"], activity.Select(entry => entry.Text("actor")).Distinct());
        Assert.Equal("after the upgrade", activity[3].Text("reason"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, activity[4].Kind("value"));
    }
}
