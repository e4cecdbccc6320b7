using System.Net;
using System.Text.Json;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Alerts;

public sealed class AlertsTests
{
    private const string Alerts = $"{ConsoleFactory.HostRoute}/alerts";
    private const string Silence = $"{Alerts}/backlog/silence";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Burst_InOneSample_FiresBeforeItsWindowClosesAndTellsTheReceiver()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Alerts:Webhooks:0:Url", receiver.Address.ToString()));
        using var client = console.CreateClient();
        console.Burst(60);

        var alert = await UntilAsync(console, client, "backlog", alert => alert.Text("state") == "firing");
        var posted = await receiver.NextAsync();

        Assert.Empty(console.Feed.RecentWindows);
        Assert.Matches("^The backlog reached (5[0-9]|6[0-9]) of 64 records", alert.Text("text"));
        Assert.Equal(("firing", "backlog", "engine"), (posted.Body.Text("event"), posted.Body.Text("rule"), posted.Body.Text("host")));
        Assert.Equal(alert.Text("text"), posted.Body.Text("text"));
        // What happened at this very moment is not before it.
        await console.SampleAsync();
        var activity = await client.JsonAsync($"{ConsoleFactory.HostRoute}/activity");
        Assert.Contains(activity.EnumerateArray(), each => each.Text("kind") == "alert" && each.Text("text")!.StartsWith("Backlog near its limit. The backlog reached", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Silence_SetAndEnded_IsShownAndWrittenDown()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        using var set = await client.SendJsonAsync(Silence, """{"for_seconds":3600,"reason":"load test"}""");
        var silence = await set.JsonAsync();

        Assert.Equal(("backlog", "local operator", "load test"), (silence.Text("rule"), silence.Text("by"), silence.Text("reason")));
        Assert.Equal(console.Now.AddHours(1), silence.GetProperty("until").GetDateTimeOffset());
        console.Burst(60);
        await UntilAsync(console, client, "backlog", alert => alert.Text("state") == "firing");
        Assert.Equal(0, (await client.JsonAsync(Alerts)).Number("firing"));

        using var ended = await client.DeleteAsync(Silence, Token);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal(1, (await client.JsonAsync(Alerts)).Number("firing"));
        using var again = await client.DeleteAsync(Silence, Token);
        Assert.Contains("backlog is not silenced", await again.ProblemAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
        await console.SampleAsync();
        var texts = (await client.JsonAsync($"{ConsoleFactory.HostRoute}/activity")).EnumerateArray().Select(each => each.Text("text")).ToList();
        Assert.Contains(texts, text => text!.Contains("is silenced until", StringComparison.Ordinal));
        Assert.Contains("The alert Backlog near its limit is no longer silenced.", texts);
    }

    [Theory]
    [InlineData("""{"for_seconds":0}""", "for_seconds is 0; accepted are 1 to 2592000")]
    [InlineData("""{"for_seconds":2592001}""", "accepted are 1 to 2592000")]
    [InlineData("""{"for_seconds":1e999}""", "accepted")]
    [InlineData("""{"for_seconds":"3600"}""", "\"for_seconds\":3600")]
    [InlineData("""{"reason":"x"}""", "\"for_seconds\":3600")]
    [InlineData("nothing", "\"for_seconds\":3600")]
    public async Task Silence_BadBody_SaysWhatIsAccepted(string body, string accepted)
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        using var answer = await client.SendJsonAsync(Silence, body);

        Assert.Contains(accepted, await answer.ProblemAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_LongReasonOrUnknownRuleOrHost_IsRefused()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        using var reason = await client.SendJsonAsync(Silence, $$"""{"for_seconds":1,"reason":"{{new string('x', 201)}}"}""");
        Assert.Contains("accepted are up to 200", await reason.ProblemAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        using var rule = await client.SendJsonAsync($"{Alerts}/backlogg/silence", """{"for_seconds":1}""");
        Assert.Contains("there are lost, saturation, backlog", await rule.ProblemAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Contains("no host \"nobody\"", await client.ProblemAsync("/api/v1/hosts/nobody/alerts", HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_SwitchedOff_AreNotJudgedAndSaySo()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Alerts:Enabled", "false"));
        using var client = console.CreateClient();
        console.Burst(60);
        for (var i = 0; i < 20; i++)
        {
            await console.SampleAsync();
        }

        var alerts = await client.JsonAsync(Alerts);

        Assert.Equal((false, 0), (alerts.GetProperty("enabled").GetBoolean(), alerts.Number("firing")));
    }

    [Fact]
    public async Task Rules_AreTightenedWhereALossPanicsAndSayWhatIsSet()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Engine:FailureMode", "2"), ("AuditConsole:Alerts:Rules:headroom:Threshold", "33"));
        using var client = console.CreateClient();

        var backlog = await UntilAsync(console, client, "backlog", alert => alert.Kind("tightened") == JsonValueKind.String);
        var headroom = await UntilAsync(console, client, "headroom", _ => true);

        Assert.Equal((50, "critical"), (backlog.Number("threshold"), backlog.Text("severity")));
        Assert.Equal((33, "Threshold"), (headroom.Number("threshold"), Assert.Single(headroom.GetProperty("from_settings").EnumerateArray()).GetString()));
    }

    [Fact]
    public async Task Description_NamesTheRoutesOfAlerts()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        var paths = (await client.JsonAsync("/openapi/v1.json")).GetProperty("paths");

        Assert.Contains("get", paths.GetProperty("/api/v1/hosts/{host}/alerts").Names());
        Assert.Equal(["post", "delete"], paths.GetProperty("/api/v1/hosts/{host}/alerts/{rule}/silence").Names());
    }

    private static async Task<JsonElement> UntilAsync(ConsoleFactory console, HttpClient client, string rule, Func<JsonElement, bool> holds)
    {
        for (var i = 0; i < 100; i++)
        {
            await console.SampleAsync();
            var alert = (await client.JsonAsync(Alerts)).GetProperty("alerts").EnumerateArray().Single(each => each.Text("rule") == rule);
            if (holds(alert))
            {
                return alert;
            }
        }

        throw new TimeoutException($"The alert {rule} never came to that.");
    }
}
