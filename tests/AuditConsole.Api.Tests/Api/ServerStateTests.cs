using System.Net;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Api;

public sealed class ServerStateTests
{
    [Fact]
    public async Task Livez_AndReadyz_OfAConsoleThatWatches_AreOk()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();

        Assert.Equal("ok", await client.GetStringAsync("/livez", TestContext.Current.CancellationToken));
        Assert.Equal("ok", await client.GetStringAsync("/readyz", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Readyz_WhenTheHistoryCannotBeWritten_Is503WithTheReason()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={console.History.Location};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        using var locking = other.CreateCommand();
        locking.CommandText = "BEGIN IMMEDIATE";
        await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var detail = await client.ProblemAsync("/readyz", HttpStatusCode.ServiceUnavailable);

        Assert.Contains(console.History.Location, detail, StringComparison.Ordinal);
        Assert.Equal("ok", await client.GetStringAsync("/livez", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Health_OfTheEngine_SaysThatFiguresAreSimulated()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        await console.SampleAsync();

        var findings = (await client.JsonAsync($"{ConsoleFactory.HostRoute}/health")).EnumerateArray().ToList();
        var source = findings.Single(finding => finding.Text("id") == "source");

        Assert.All(findings, finding => Assert.Equal(["id", "ok", "severity", "finding", "remedy"], finding.Names()));
        Assert.Equal(findings.Count, findings.Select(finding => finding.Text("id")).Distinct().Count());
        Assert.False(source.GetProperty("ok").GetBoolean());
        Assert.Equal("note", source.Text("severity"));
        Assert.Contains("simulated", source.Text("finding"), StringComparison.Ordinal);
        Assert.All(["history", "lease"], id => Assert.True(findings.Single(finding => finding.Text("id") == id).GetProperty("ok").GetBoolean()));
    }

    [Fact]
    public async Task OpenApi_ListsEveryRouteWithItsMethod()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();

        var document = await client.JsonAsync("/openapi/v1.json");
        var routes = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.Names().Select(method => $"{method} {path.Name}"));

        Assert.Equal(
            [
                "delete /api/v1/hosts/{host}/alerts/{rule}/silence",
                "get /api/v1/hosts", "get /api/v1/hosts/{host}/activity", "get /api/v1/hosts/{host}/activity.csv", "get /api/v1/hosts/{host}/activity.json", "get /api/v1/hosts/{host}/advice", "get /api/v1/hosts/{host}/alerts",
                "get /api/v1/hosts/{host}/changes", "get /api/v1/hosts/{host}/configuration/{file}", "get /api/v1/hosts/{host}/health", "get /api/v1/hosts/{host}/polls",
                "get /api/v1/hosts/{host}/polls.csv", "get /api/v1/hosts/{host}/polls.json",
                "get /api/v1/hosts/{host}/snapshots", "get /api/v1/hosts/{host}/status", "get /livez", "get /readyz",
                "patch /api/v1/hosts/{host}/status",
                "post /api/v1/hosts/{host}/activity", "post /api/v1/hosts/{host}/alerts/{rule}/silence",
                "post /api/v1/hosts/{host}/backlog_max_depth/reset", "post /api/v1/hosts/{host}/backlog_wait_time_actual/reset",
                "post /api/v1/hosts/{host}/changes/{id}/confirm", "post /api/v1/hosts/{host}/changes/{id}/revert", "post /api/v1/hosts/{host}/lost/reset",
                "post /api/v1/hosts/{host}/status/preview",
            ],
            routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Snapshots_AreTheBacklogOfTheLastMinutes()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        for (var i = 0; i < 20; i++)
        {
            await console.SampleAsync();
        }

        var all = await client.JsonAsync($"{ConsoleFactory.HostRoute}/snapshots");
        var last = await client.JsonAsync($"{ConsoleFactory.HostRoute}/snapshots?seconds=1");
        var at = all.GetProperty("at").EnumerateArray().Select(time => time.GetInt64()).ToList();

        Assert.Equal(["at", "backlog"], all.Names());
        Assert.Equal((21, 21), (at.Count, all.GetProperty("backlog").GetArrayLength()));
        Assert.All(at.Zip(at.Skip(1)), pair => Assert.Equal(100, pair.Second - pair.First));
        Assert.Equal(11, last.GetProperty("at").GetArrayLength());
    }
}
