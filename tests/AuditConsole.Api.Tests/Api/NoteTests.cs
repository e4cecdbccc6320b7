using System.Net;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Api;

public sealed class NoteTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    private const string Route = $"{ConsoleFactory.HostRoute}/activity";

    public static IEnumerable<TheoryDataRow<string>> UnusableBodies =>
    [
        "", "null", "{}", "[]", "7", "\"text\"", "{\"text\":", """{"text":"x"} y""", """{"text":null}""", """{"text":7}""", """{"Text":"x"}""",
        """{"text":""}""", """{"text":"  "}""", """{"text":"two\nlines"}""", """{"text":"x","at":"yesterday"}""", """{"text":"x","at":"2026-11-22T14:30:00"}""", """{"text":"x","at":7}""",
    ];

    [Fact]
    public async Task Note_WithoutATime_IsAboutNowAndListedWithItsActor()
    {
        using var client = console.CreateClient();
        var now = console.Now;

        using var answer = await client.SendJsonAsync(Route, """{"text":"  backup began "}""");
        var note = await answer.JsonAsync();
        await console.SampleAsync();
        var listed = (await client.JsonAsync(answer.Headers.Location!.ToString())).EnumerateArray().Single(each => each.Text("text") == "backup began");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(("note", "local operator", now), (note.Text("kind"), note.Text("actor"), note.GetProperty("at").GetDateTimeOffset()));
        Assert.Equal(note.ToString(), listed.ToString());
    }

    [Fact]
    public async Task Note_WithATime_IsAboutThatTime()
    {
        using var client = console.CreateClient();

        using var answer = await client.SendJsonAsync(Route, """{"text":"rules loaded","at":"2026-11-20T09:00:00.250+02:00"}""");

        Assert.Equal("2026-11-20T07:00:00.250Z", (await answer.JsonAsync()).Text("at"));
        var then = await client.JsonAsync($"{Route}?from=2026-11-20T07:00:00.250Z&to=2026-11-20T07:00:00.251Z");
        Assert.Equal("rules loaded", Assert.Single(then.EnumerateArray()).Text("text"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task Length_UpToTheLongest_IsTaken(int length, bool taken)
    {
        using var client = console.CreateClient();

        using var answer = await client.SendJsonAsync(Route, $$"""{"text":"{{new string('x', length)}}"}""");

        if (taken)
        {
            Assert.Equal(length, (await answer.JsonAsync()).Text("text")!.Length);
        }
        else
        {
            Assert.Contains("501 characters; accepted is one line of 1 to 500", await answer.ProblemAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(UnusableBodies))]
    public async Task Body_ThatCannotBeUsed_Is400WithWhatIsAcceptedAndKeepsNothing(string body)
    {
        await using var own = await ConsoleFactory.StartAsync();
        using var client = own.CreateClient();

        using var answer = await client.SendJsonAsync(Route, body);

        Assert.Contains("1 to 500 characters", await answer.ProblemAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.DoesNotContain((await client.JsonAsync(Route)).EnumerateArray(), each => each.Text("kind") == "note");
    }

    [Fact]
    public async Task ContentType_ThatIsNotJson_Is415()
    {
        using var client = console.CreateClient();

        using var answer = await client.SendJsonAsync(Route, """{"text":"x"}""", "text/plain");

        Assert.Contains("Content-Type: application/json", await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_ThatIsUnknown_Is404()
    {
        using var client = console.CreateClient();

        using var answer = await client.SendJsonAsync("/api/v1/hosts/nobody/activity", """{"text":"x"}""");

        Assert.Contains("\"nobody\"", await answer.ProblemAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
    }
}
