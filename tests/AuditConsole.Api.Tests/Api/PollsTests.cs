using System.Net;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Api;

public sealed class PollsTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    private const string Route = $"/api/v1/hosts/{ImportedWindows.Host}/polls";
    private const int Imported = 7000;
    private const int HighestAt = 6321;

    private static readonly string[] s_contract =
    [
        "seq", "from", "to", "peak", "peak_at", "bound", "tier", "recovered", "backlog", "backlog_limit", "lost", "wait", "mean", "p50", "p99", "blind_ms", "gap",
    ];

    [Fact]
    public async Task Polls_OfTheEngine_HaveEveryFieldOfTheContract()
    {
        await using var own = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        using var client = own.CreateClient();
        own.Burst(37);
        await own.PollAsync(2);

        var answer = await client.JsonAsync($"{ConsoleFactory.HostRoute}/polls");
        var polls = answer.GetProperty("polls").EnumerateArray().ToList();

        Assert.Equal(["polls"], answer.Names());
        Assert.Empty(s_contract.Except(polls[0].Names()));
        Assert.DoesNotContain("host", polls[0].Names());
        Assert.Equal((1, 37, "exact", "engine"), (polls[0].Number("seq"), polls[0].Number("peak"), polls[0].Text("bound"), polls[0].Text("tier")));
        Assert.Equal((64, 0, 0, 0), (polls[0].Number("backlog_limit"), polls[0].Number("lost"), polls[0].Number("wait"), polls[0].Number("blind_ms")));
        Assert.False(polls[0].GetProperty("gap").GetBoolean());
        Assert.False(polls[0].GetProperty("recovered").GetBoolean());
        Assert.Equal("2026-11-22T14:30:00.000Z", polls[0].Text("from"));
        Assert.Equal(polls[0].Text("to"), polls[1].Text("from"));
        Assert.Equal(2, polls[1].Number("seq"));
    }

    [Fact]
    public async Task Unknown_InAWindow_IsNull()
    {
        using var client = await ImportedAsync();

        var poll = (await client.JsonAsync($"{Route}?points=7000&{Range(Imported)}")).GetProperty("polls")[0];

        Assert.All(["wait", "mean", "p50", "p99"], name => Assert.Equal(System.Text.Json.JsonValueKind.Null, poll.Kind(name)));
    }

    [Fact]
    public async Task Polls_WithoutARange_AreThoseOfTheLastDay()
    {
        using var client = await ImportedAsync();

        var polls = (await client.JsonAsync($"{Route}?points=20000")).GetProperty("polls").EnumerateArray().ToList();

        Assert.Equal(5760, polls.Count);
        Assert.Equal(console.Now.AddDays(-1), polls[0].GetProperty("from").GetDateTimeOffset());
        Assert.Equal(console.Now, polls[^1].GetProperty("to").GetDateTimeOffset());
    }

    [Fact]
    public async Task Polls_WithoutPoints_AreAtMost2000()
    {
        using var client = await ImportedAsync();

        var polls = (await client.JsonAsync($"{Route}?{Range(Imported)}")).GetProperty("polls");

        Assert.InRange(polls.GetArrayLength(), 1800, 2000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(333)]
    [InlineData(1999)]
    [InlineData(3600)]
    [InlineData(6999)]
    [InlineData(7000)]
    [InlineData(7001)]
    public async Task Points_AreNeverExceeded_AndHoldEveryPeakAndLoss(int points)
    {
        using var client = await ImportedAsync();

        var polls = (await client.JsonAsync($"{Route}?points={points}&{Range(Imported)}")).GetProperty("polls").EnumerateArray().ToList();

        Assert.InRange(polls.Count, Math.Min(points, Imported) * 9 / 10, points);
        Assert.Equal(9999, polls.Max(poll => poll.Number("peak")));
        Assert.Equal(Imported, polls.Sum(poll => poll.Number("lost")));
        Assert.Equal(Imported, polls.Sum(poll => poll.Number("windows")));
        Assert.Equal(polls.Skip(1).Select(poll => poll.Text("from")), polls.SkipLast(1).Select(poll => poll.Text("to")));
    }

    [Fact]
    public async Task Range_InsideAWindow_AnswersThatWindow()
    {
        using var client = await ImportedAsync();
        var inside = console.Now - (Imported - HighestAt) * ImportedWindows.Length + TimeSpan.FromSeconds(3);

        var polls = (await client.JsonAsync($"{Route}?from={Time(inside)}&to={Time(inside.AddSeconds(1))}")).GetProperty("polls");

        Assert.Equal(9999, Assert.Single(polls.EnumerateArray()).Number("peak"));
    }

    [Fact]
    public async Task Time_WithAnOffset_IsTheSameMoment()
    {
        using var client = await ImportedAsync();
        var end = console.Now;

        var utc = await client.GetStringAsync($"{Route}?from={Time(end.AddHours(-1))}&to={Time(end)}", TestContext.Current.CancellationToken);
        var elsewhere = await client.GetStringAsync(
            $"{Route}?from={end.AddHours(4):yyyy-MM-ddTHH:mm:ss}%2B05:00&to={end.AddHours(-5):yyyy-MM-ddTHH:mm:ss}-05:00", TestContext.Current.CancellationToken);

        Assert.Equal(utc, elsewhere);
    }

    [Theory]
    [InlineData("points=-1", "points", "1 to 20000")]
    [InlineData("points=0", "points", "1 to 20000")]
    [InlineData("points=abc", "points", "1 to 20000")]
    [InlineData("points=", "points", "1 to 20000")]
    [InlineData("points=1e3", "points", "1 to 20000")]
    [InlineData("points=99999999999999999999", "points", "1 to 20000")]
    [InlineData("from=yesterday", "from", "RFC 3339")]
    [InlineData("to=2026-11-22", "to", "RFC 3339")]
    [InlineData("from=2026-11-22T14:00:00", "from", "RFC 3339")]
    [InlineData("from=2026-11-22T14:00:00Z&to=2026-11-22T13:00:00Z", "from", "[from, to)")]
    [InlineData("from=2026-11-22T14:00:00Z&to=2026-11-22T14:00:00Z", "from", "[from, to)")]
    public async Task Query_ThatCannotBeUsed_Is400WithWhatIsAccepted(string query, string name, string accepted)
    {
        using var client = console.CreateClient();

        var detail = await client.ProblemAsync($"{ConsoleFactory.HostRoute}/polls?{query}", HttpStatusCode.BadRequest);

        Assert.StartsWith(name, detail, StringComparison.Ordinal);
        Assert.Contains(accepted, detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("to=0001-01-01T00:00:01Z")]
    [InlineData("from=9999-12-31T23:59:58Z")]
    [InlineData("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")]
    public async Task Range_AtTheEndsOfTheCalendar_IsAnswered(string query)
    {
        using var client = console.CreateClient();

        var polls = await client.JsonAsync($"{ConsoleFactory.HostRoute}/polls?{query}");

        Assert.Equal(0, polls.GetProperty("polls").GetArrayLength());
    }

    [Theory]
    [InlineData("status")]
    [InlineData("polls")]
    [InlineData("activity")]
    [InlineData("health")]
    [InlineData("snapshots")]
    public async Task Host_ThatIsUnknown_Is404NamingThoseThereAre(string route)
    {
        using var client = console.CreateClient();

        var detail = await client.ProblemAsync($"/api/v1/hosts/nobody/{route}", HttpStatusCode.NotFound);

        Assert.Contains("\"nobody\"", detail, StringComparison.Ordinal);
        Assert.Contains("GET /api/v1/hosts", detail, StringComparison.Ordinal);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private string Range(int windows) => $"from={Time(console.Now - windows * ImportedWindows.Length)}&to={Time(console.Now)}";

    // Taking in the same windows again changes nothing, so each test may.
    private async Task<HttpClient> ImportedAsync()
    {
        var client = console.CreateClient();
        await console.History.ImportAsync(ImportedWindows.Before(console.Now, Imported, highestAt: HighestAt), console.Now, TestContext.Current.CancellationToken);
        return client;
    }
}
