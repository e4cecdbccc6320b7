using System.Net;
using System.Text;
using System.Text.Json;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Api;

/// <summary>Changing the configuration over HTTP.</summary>
public sealed class ChangeTests(ConsoleFactory shared) : IClassFixture<ConsoleFactory>
{
    private const string Status = $"{ConsoleFactory.HostRoute}/status";
    private const string Changes = $"{ConsoleFactory.HostRoute}/changes";
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task Patch_ChangesAnswersTheStatusAndWritesItDown()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();

        using var answer = await PatchAsync(console, client, """{"backlog_limit":8192,"rate_limit":500,"reason":"new rules"}""");
        var status = await answer.JsonAsync();
        await console.SampleAsync();
        var activity = (await client.JsonAsync($"{ConsoleFactory.HostRoute}/activity")).EnumerateArray().Where(entry => entry.Text("kind") == "configured").ToList();
        var past = (await client.JsonAsync(Changes)).GetProperty("past")[0];

        Assert.Equal((8192, 500), (status.Number("backlog_limit"), status.Number("rate_limit")));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (status.Kind("change_id"), status.Kind("reverts_at")));
        Assert.Equal(2, activity.Count);
        Assert.Equal(("applied", "new rules"), (past.Text("state"), past.Text("reason")));
        Assert.Equal(8192, (await client.JsonAsync(Status)).Number("backlog_limit"));
    }

    [Theory]
    [InlineData("confirm", 8192, "confirmed")]
    [InlineData("revert", 64, "reverted")]
    [InlineData(null, 64, "reverted")]
    public async Task Patch_ToBeConfirmed_EndsAsTold(string? verb, long limit, string state)
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        using var answer = await PatchAsync(console, client, """{"backlog_limit":8192}""", "?confirm_within=60");
        var changed = await answer.JsonAsync();
        var id = changed.Text("change_id");
        Assert.Equal(id, (await client.JsonAsync(Changes)).GetProperty("pending").Text("change_id"));
        Assert.Equal(TimeSpan.FromSeconds(60), changed.GetProperty("reverts_at").GetDateTimeOffset() - (await client.JsonAsync(Changes)).GetProperty("pending").GetProperty("at").GetDateTimeOffset());
        using var another = await PatchAsync(console, client, """{"rate_limit":5}""");
        Assert.Contains("waits to be confirmed", await another.ProblemAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);

        if (verb is not null)
        {
            using var said = await console.DriveAsync(client.PostAsync($"{Changes}/{id}/{verb}", null, s_none));
            Assert.Equal(state, (await said.JsonAsync()).Text("state"));
        }

        await console.PassAsync(TimeSpan.FromSeconds(61));

        Assert.Equal(limit, (await client.JsonAsync(Status)).Number("backlog_limit"));
        var changes = await client.JsonAsync(Changes);
        Assert.Equal((JsonValueKind.Null, state), (changes.Kind("pending"), changes.GetProperty("past")[0].Text("state")));
        using var late = await console.DriveAsync(client.PostAsync($"{Changes}/{id}/confirm", null, s_none));
        Assert.Contains("is over since", await late.ProblemAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
        using var unknown = await client.PostAsync($"{Changes}/none/confirm", null, s_none);
        Assert.Contains($"GET {Changes}", await unknown.ProblemAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"backlog_limitt":1}""", "at backlog_limitt; accepted: ")]
    [InlineData("""{"backlog_limit":-1}""", "at backlog_limit; accepted: ")]
    [InlineData("""{"backlog_limit":"64"}""", "whole numbers from 0")]
    [InlineData("""{"backlog_limit":4294967296}""", "whole numbers from 0")]
    [InlineData("""null""", "accepted: ")]
    [InlineData("""{""", "accepted: ")]
    [InlineData("""{}""", "accepted are backlog_limit, backlog_wait_time, rate_limit, failure and enabled")]
    [InlineData("""{"failure":3}""", "failure is 3; accepted is 0 (silent), 1 (printk) or 2 (panic).")]
    [InlineData("""{"enabled":3}""", "enabled is 3; accepted is ")]
    [InlineData("""{"backlog_wait_time":600001}""", "0 to 600000 ticks")]
    [InlineData("""{"enabled":2}""", "\"confirm_host\":\"engine\"")]
    [InlineData("""{"enabled":2,"confirm_host":"other"}""", "\"confirm_host\":\"engine\"")]
    [InlineData("""{"enabled":2,"confirm_host":"engine"}""", "cannot be taken back", "?confirm_within=60")]
    [InlineData("""{"backlog_limit":1}""", "accepted is a whole number from 5 to 3600", "?confirm_within=4")]
    [InlineData("""{"backlog_limit":1}""", "accepted is a whole number from 5 to 3600", "?confirm_within=soon")]
    public async Task Patch_ThatIsWrong_Is400WithWhatIsAccepted(string body, string accepted, string query = "")
    {
        using var client = shared.CreateClient();

        using var answer = await client.PatchAsync(Status + query, new StringContent(body, Encoding.UTF8, "application/json"), s_none);

        Assert.Contains(accepted, await answer.ProblemAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_WithTheHostNamed_RefusesEveryFurtherChangeAndStillClearsCounters()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();

        using var locked = await PatchAsync(console, client, """{"enabled":2,"backlog_limit":128,"confirm_host":"engine"}""");
        using var refused = await PatchAsync(console, client, """{"backlog_limit":64}""");

        Assert.Equal((2, 128), (await locked.JsonAsync() is var status ? (status.Number("enabled"), status.Number("backlog_limit")) : default));
        Assert.Contains("locked (enabled 2)", await refused.ProblemAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(0, (await console.ResetAsync("lost", """{"reason":"after the lock"}""")).Number("value"));
    }

    [Fact]
    public async Task Preview_ComparesTheLimitWithRecentPeaks_AndChangesNothing()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        using var client = console.CreateClient();
        console.Burst(51);
        await console.PollAsync(3);

        using var answer = await client.SendJsonAsync($"{Status}/preview", """{"backlog_limit":40,"enabled":2}""");
        var preview = await answer.JsonAsync();

        var day = preview.GetProperty("spans")[0];
        Assert.Equal((24, 1, 51, -11), (day.Number("hours"), day.Number("at_or_over"), day.Number("highest_peak"), day.Number("headroom")));
        Assert.Equal((40 * 2304, 40 * 2304 * 3), (preview.GetProperty("memory").Number("one_queue"), preview.GetProperty("memory").Number("three_queues")));
        Assert.Equal("danger", preview.GetProperty("remarks")[0].Text("severity"));
        Assert.Equal((64, 1), (await client.JsonAsync(Status) is var status ? (status.Number("backlog_limit"), status.Number("enabled")) : default));
    }

    [Theory]
    [InlineData("90-auditconsole.rules", "-b 64\n--backlog_wait_time 60000\n-r 0\n-f 1\n-e 1\n")]
    [InlineData("tuned.conf", "cmdline_auditconsole=+audit=1 audit_backlog_limit=64\n")]
    [InlineData("audit.sh", "auditctl -b 64 || exit 1\n")]
    public async Task Configuration_AsAFile_HasTheValuesThatRun(string file, string part)
    {
        await shared.WaitForFirstSampleAsync();
        using var client = shared.CreateClient();

        Assert.Contains(part, await client.GetStringAsync($"{ConsoleFactory.HostRoute}/configuration/{file}", s_none), StringComparison.Ordinal);
        Assert.Contains("there are 90-auditconsole.rules", await client.ProblemAsync($"{ConsoleFactory.HostRoute}/configuration/other", HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PatchAsync(ConsoleFactory console, HttpClient client, string body, string query = "") =>
        await console.DriveAsync(client.PatchAsync(Status + query, new StringContent(body, Encoding.UTF8, "application/json"), s_none));
}
