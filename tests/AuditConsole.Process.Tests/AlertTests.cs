using System.Text.Json;

namespace AuditConsole.Processes.Tests;

/// <summary>An alert outlives the process: killed and started again, it fires since the same moment, and nobody hears of it twice.</summary>
public sealed class AlertTests
{
    private const string Rule = "auditing_disabled";
    private const string Alerts = "/api/v1/hosts/engine/alerts";

    [Fact]
    public async Task Kill_WhileAnAlertFires_KeepsItAndTellsNobodyTwice()
    {
        using var state = new TemporaryFolder();
        using var receiver = new PostListener();
        string[] off =
        [
            "--AuditConsole:Engine:Enabled=0", "--AuditConsole:Engine:Scenario=none", "--AuditConsole:Poll:Interval=00:00:01",
            "--AuditConsole:Alerts:Rules:auditing_disabled:For=00:00:01", $"--AuditConsole:Alerts:Webhooks:0:Url={receiver.Address}",
        ];
        JsonElement before;
        await using (var console = await ConsoleProcess.StartEngineAsync(state.Path, off))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(Told(receiver).Contains("firing") && WasNoted(state)), "alert that was told, and noted as told");
            before = Alert(await console.GetAsync(Alerts));
            await console.KillAsync();
        }

        await using (var console = await ConsoleProcess.StartEngineAsync(state.Path, off))
        {
            await console.NextPollAsync("engine");
            await console.NextPollAsync("engine");
            var after = Alert(await console.GetAsync(Alerts));

            Assert.Equal("firing", after.GetProperty("state").GetString());
            Assert.Equal((before.GetProperty("since").GetString(), before.GetProperty("fired_at").GetString()), (after.GetProperty("since").GetString(), after.GetProperty("fired_at").GetString()));
            await console.KillAsync();
        }

        // Auditing is on now: the end is told, once, and it is the second thing that was ever told.
        await using var last = await ConsoleProcess.StartEngineAsync(state.Path, ["--AuditConsole:Engine:Enabled=1", .. off[1..]]);
        await Eventually.HoldsAsync(() => Task.FromResult(Told(receiver).Contains("resolved")), "end of the alert");
        Assert.Equal(["firing", "resolved"], Told(receiver));
        Assert.Single(Posts(receiver).Select(post => post.GetProperty("id").GetString()).Distinct());
    }

    // A machine short of processors may make the console blind, which is an alert of its own.
    private static List<JsonElement> Posts(PostListener receiver) => [.. receiver.Posts.Where(post => post.GetProperty("rule").GetString() == Rule)];

    private static List<string?> Told(PostListener receiver) => [.. Posts(receiver).Select(post => post.GetProperty("event").GetString())];

    private static bool WasNoted(TemporaryFolder state) =>
        File.Exists(state.File("alerts.json")) && File.ReadAllText(state.File("alerts.json")).Contains("\"told\": {", StringComparison.Ordinal);

    private static JsonElement Alert(JsonElement alerts) =>
        alerts.GetProperty("alerts").EnumerateArray().Single(alert => alert.GetProperty("rule").GetString() == Rule);
}
