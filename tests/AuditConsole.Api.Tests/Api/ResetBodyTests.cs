using System.Net;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Api;

public sealed class ResetBodyTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    private const string Route = $"{ConsoleFactory.HostRoute}/backlog_max_depth/reset";

    public static IEnumerable<TheoryDataRow<string>> UnusableBodies =>
    [
        "", "null", "{}", "[]", "7", "baseline", "\"baseline\"", "{\"kind\":", "{\"kind\":\"baseline\"} x",
        """{"kind":null}""", """{"kind":"everything"}""", """{"kind":1}""", """{"kind":["baseline"]}""", """{"Kind":"baseline"}""",
        """{"reason":"no kind"}""", """{"kind":"baseline","reason":7}""",
    ];

    [Theory]
    [MemberData(nameof(UnusableBodies))]
    public async Task Body_ThatCannotBeUsed_Is400WithWhatIsAccepted_AndResetsNothing(string body)
    {
        await console.WaitForFirstSampleAsync();
        using var client = console.CreateClient();
        var before = console.Feed.Latest!.Mark;

        using var answer = await client.SendJsonAsync(Route, body);

        Assert.Contains("""{"kind":"baseline"} or {"kind":"kernel"}""", await answer.ProblemAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal(before, console.Feed.Latest!.Mark);
    }

    [Fact]
    public async Task Reason_ThatIsTooLong_Is400WithTheLongest()
    {
        using var client = console.CreateClient();

        using var answer = await client.SendJsonAsync(Route, $$"""{"kind":"baseline","reason":"{{new string('x', 501)}}"}""");

        var detail = await answer.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains("501", detail, StringComparison.Ordinal);
        Assert.Contains("up to 500", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task ContentType_ThatIsNotJson_Is415(string type)
    {
        using var client = console.CreateClient();

        using var answer = await client.SendJsonAsync(Route, """{"kind":"baseline"}""", type);

        Assert.Contains("Content-Type: application/json", await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Method_ThatIsNotPossible_Is405PointingToTheDescription()
    {
        using var client = console.CreateClient();

        using var answer = await client.DeleteAsync(Route, TestContext.Current.CancellationToken);

        Assert.Contains("/openapi/v1.json", await answer.ProblemAsync(HttpStatusCode.MethodNotAllowed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_ThatDoesNotExist_Is404PointingToTheDescription()
    {
        using var client = console.CreateClient();

        var detail = await client.ProblemAsync("/api/v1/nothing", HttpStatusCode.NotFound);

        Assert.Contains("/openapi/v1.json", detail, StringComparison.Ordinal);
    }
}
