using System.Net;
using System.Text.Json;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Api;

public sealed class HostsTests
{
    [Fact]
    public async Task Hosts_OfAConsoleOnTheEngine_AreTheEngine()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        await console.SampleAsync();

        var host = Assert.Single((await client.JsonAsync("/api/v1/hosts")).EnumerateArray());

        Assert.Equal(["host", "source", "tier", "tier_reason", "connected", "since"], host.Names());
        Assert.Equal(("engine", "engine", "engine"), (host.Text("host"), host.Text("source"), host.Text("tier")));
        Assert.True(host.GetProperty("connected").GetBoolean());
        Assert.Equal("2026-11-22T14:30:00.000Z", host.Text("since"));
        Assert.NotEqual("", host.Text("tier_reason"));
    }

    [Fact]
    public async Task Host_FromAnImport_HasPollsButNoState()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        await console.History.ImportAsync(ImportedWindows.Before(console.Now, 3), console.Now, TestContext.Current.CancellationToken);

        var hosts = (await client.JsonAsync("/api/v1/hosts")).EnumerateArray().ToList();
        var imported = hosts.Single(host => host.Text("host") == ImportedWindows.Host);
        var polls = await client.JsonAsync($"/api/v1/hosts/{ImportedWindows.Host}/polls");

        Assert.Equal(2, hosts.Count);
        Assert.False(imported.GetProperty("connected").GetBoolean());
        Assert.Equal("imported", imported.Text("source"));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (imported.Kind("tier"), imported.Kind("tier_reason")));
        Assert.Equal("2026-11-22T14:29:15.000Z", imported.Text("since"));
        Assert.Equal(3, polls.GetProperty("polls").GetArrayLength());
        Assert.Equal("kernel", polls.GetProperty("polls")[0].Text("tier"));
    }

    [Theory]
    [InlineData("GET", "status")]
    [InlineData("GET", "health")]
    [InlineData("GET", "snapshots")]
    [InlineData("POST", "backlog_max_depth/reset")]
    [InlineData("POST", "lost/reset")]
    [InlineData("POST", "backlog_wait_time_actual/reset")]
    public async Task Host_FromAnImport_Is409WhereAStateIsNeeded(string method, string route)
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        await console.History.ImportAsync(ImportedWindows.Before(console.Now, 3), console.Now, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/hosts/{ImportedWindows.Host}/{route}");

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains("known from an import alone", await answer.ProblemAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
    }
}
