using System.Net;
using System.Text.Json;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Api;

public sealed class AdviceTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    private const string Route = $"/api/v1/hosts/{ImportedWindows.Host}/advice";

    private static readonly string[] s_contract =
    [
        "verdict", "summary", "evidence", "recommended_limit", "recommended_wait_seconds", "return_levels", "loss_curve", "refused", "refused_because",
    ];

    // Ten days of hours with 240 windows each.
    private const int Windows = 10 * 24 * 240;

    [Fact]
    public async Task AnImportedHost_IsAnswered_WithEveryFieldOfTheContract()
    {
        using var client = await ImportedAsync();

        var advice = await client.JsonAsync($"{Route}?max_lost=10&max_memory=1048576&max_stall=1");

        Assert.Empty(s_contract.Except(advice.Names()));
        Assert.Equal("safe", advice.Text("verdict"));
        Assert.False(advice.GetProperty("refused").GetBoolean());
        Assert.Equal(JsonValueKind.Null, advice.Kind("recommended_wait_seconds"));
        var levels = advice.GetProperty("return_levels").EnumerateArray().ToList();
        Assert.Equal([30, 90, 365], levels.Select(level => level.Number("days")));
        var high = levels[1].GetProperty("high").GetDouble();
        Assert.True(levels[1].GetProperty("low").GetDouble() < levels[1].GetProperty("level").GetDouble() && levels[1].GetProperty("level").GetDouble() < high);
        Assert.Equal(Math.Ceiling(high / 64) * 64, advice.Number("recommended_limit"));
        Assert.Equal(JsonValueKind.Null, levels[2].Kind("level"));
        Assert.Contains("365 days are more than 10 times", levels[2].Text("refused_because"), StringComparison.Ordinal);

        var curve = advice.GetProperty("loss_curve").EnumerateArray().ToList();
        Assert.InRange(curve.Count, 50, 64);
        Assert.Contains(curve, point => point.Number("limit") == advice.Number("recommended_limit"));
        Assert.All(curve, point => Assert.Equal(point.Number("limit") * 2304L, point.GetProperty("memory_bytes").GetInt64()));
        Assert.Equal(["lost", "memory", "stall"], advice.GetProperty("budgets").EnumerateArray().Select(budget => budget.Text("kind")));
        Assert.Contains(advice.GetProperty("commands").EnumerateArray(), command => command.Text("text") == $"auditctl -b {advice.Number("recommended_limit")}");
    }

    [Fact]
    public async Task ALaterStart_IsAnotherRecord()
    {
        using var client = await ImportedAsync();

        var advice = await client.JsonAsync($"{Route}?from={Uri.EscapeDataString(console.Now.AddHours(-20).ToString("O"))}");

        Assert.True(advice.GetProperty("refused").GetBoolean());
        Assert.Equal(JsonValueKind.Null, advice.Kind("recommended_limit"));
        Assert.Contains("hours are known; at least 30 are needed", advice.Text("refused_because"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheEngine_HasTooLittle_AndSaysSo()
    {
        await using var own = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        using var client = own.CreateClient();
        own.Burst(37);
        await own.PollAsync(2);

        var advice = await client.JsonAsync($"{ConsoleFactory.HostRoute}/advice");

        Assert.Equal("insufficient_data", advice.Text("verdict"));
        Assert.Equal(64, advice.Number("backlog_limit"));
        Assert.Equal(36, advice.Number("no_loss_limit"));
    }

    [Theory]
    [InlineData($"{Route}?from=yesterday", HttpStatusCode.BadRequest, "from is \"yesterday\"; accepted is an RFC 3339 time")]
    [InlineData($"{Route}?max_lost=few", HttpStatusCode.BadRequest, "max_lost is \"few\"; accepted is a number from 0")]
    [InlineData($"{Route}?max_memory=-1", HttpStatusCode.BadRequest, "max_memory is \"-1\"")]
    [InlineData("/api/v1/hosts/nobody/advice", HttpStatusCode.NotFound, "There is no host \"nobody\"")]
    public async Task BadRequests_SayWhatIsAccepted(string route, HttpStatusCode status, string detail)
    {
        using var client = await ImportedAsync();

        var answer = await client.GetAsync(route, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(detail, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.Text("detail"), StringComparison.Ordinal);
    }

    private async Task<HttpClient> ImportedAsync()
    {
        var random = new Random(5);
        var windows = ImportedWindows.Before(console.Now, Windows).Select(window => window with
        {
            Peak = (uint)(random.Next(24) == 0 ? 40 - (60 * Math.Log(1 - random.NextDouble())) : random.Next(4)),
            BacklogLimit = 8_192,
            Lost = 0,
        });
        await console.History.ImportAsync([.. windows], console.Now, TestContext.Current.CancellationToken);
        return console.CreateClient();
    }
}
