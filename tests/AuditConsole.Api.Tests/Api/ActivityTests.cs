using System.Net;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Monitoring.History;

namespace AuditConsole.Api.Tests.Api;

public sealed class ActivityTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    private const string Route = $"{ConsoleFactory.HostRoute}/activity";

    [Fact]
    public async Task Activity_Filtered_HoldsWhatWasAskedFor()
    {
        using var client = console.CreateClient();
        await client.SendJsonAsync(Route, """{"text":"about the disk"}""");
        await console.SampleAsync();
        await client.SendJsonAsync($"{ConsoleFactory.HostRoute}/backlog_max_depth/reset", """{"kind":"baseline","reason":"disk replaced"}""");
        await console.SampleAsync();

        var all = (await client.JsonAsync($"{Route}?text=disk")).EnumerateArray().ToList();
        var notes = (await client.JsonAsync($"{Route}?group=notes&actor=LOCAL%20operator&text=DISK&most=1")).EnumerateArray().ToList();

        Assert.Equal(["baseline_reset", "note"], all.Select(entry => entry.Text("kind")));
        Assert.Equal("about the disk", Assert.Single(notes).Text("text"));
        Assert.Empty((await client.JsonAsync($"{Route}?actor=nobody")).EnumerateArray());
    }

    [Fact]
    public async Task Csv_HasEveryFieldAndNoFormula()
    {
        using var client = console.CreateClient();
        await client.SendJsonAsync(Route, """{"text":"=HYPERLINK(\"x\"), said","at":"2026-01-02T03:04:05Z"}""");

        using var answer = await client.GetAsync(new Uri($"{Route}.csv?group=notes&text=said", UriKind.Relative), TestContext.Current.CancellationToken);
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("at,kind,actor,origin,field,old_value,new_value,value,tier,refused,reason,text,number,hash", lines[0]);
        Assert.StartsWith("""2026-01-02T03:04:05.000Z,note,local operator,"this process, API",,,,,,false,,"'=HYPERLINK(""x""), said",""", lines[1], StringComparison.Ordinal);
        Assert.Equal([""], lines[2..]);
    }

    [Fact]
    public async Task Json_MoreThanAPage_HoldsAllOnce()
    {
        using var client = console.CreateClient();
        for (var i = 0; i < 1003; i++)
        {
            await console.History.AddActivityAsync(new Activity(ConsoleFactory.Host, console.Now, ActivityKind.Note, "someone", null, null, $"page {i}"), TestContext.Current.CancellationToken);
        }

        var numbers = (await client.JsonAsync($"{Route}.json?text=page%20")).EnumerateArray().Select(entry => entry.Number("number")).ToList();

        Assert.Equal(1003, numbers.Distinct().Count());
        Assert.Equal(1003, numbers.Count);
    }

    [Theory]
    [InlineData("group=everything", "accepted are all, changes, resets")]
    [InlineData("most=0", "from 1 to 10000")]
    [InlineData("from=yesterday", "RFC 3339")]
    public async Task Query_ThatCannotBeUsed_SaysWhatIsAccepted(string query, string expected)
    {
        using var client = console.CreateClient();

        using var answer = await client.GetAsync(new Uri($"{Route}?{query}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains(expected, await answer.ProblemAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }
}
