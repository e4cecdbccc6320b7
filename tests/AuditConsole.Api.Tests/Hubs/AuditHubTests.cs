using System.Text.Json;
using AuditConsole.Api.Tests.Support;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace AuditConsole.Api.Tests.Hubs;

public sealed class AuditHubTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Snapshots_BringEachSampleInTheFormOfStatus()
    {
        await using var console = await ConsoleFactory.StartAsync();
        using var client = console.CreateClient();
        await using var hub = console.Hub();
        await hub.StartAsync(Token);
        await using var snapshots = hub.StreamAsync<JsonElement>("Snapshots", ConsoleFactory.Host, Token).GetAsyncEnumerator(Token);

        var snapshot = await console.DriveAsync(NextAsync(snapshots));
        while (At(snapshot) < console.Now)
        {
            snapshot = await NextAsync(snapshots);
        }

        Assert.Equal((await client.JsonAsync($"{ConsoleFactory.HostRoute}/status")).Names(), snapshot.Names());
        for (var i = 0; i < 10; i++)
        {
            var next = NextAsync(snapshots);
            await console.SampleAsync();
            Assert.Equal(console.Now, At(await next));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Windows_BringEachClosedWindowInTheFormOfPolls()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        using var client = console.CreateClient();
        await using var hub = console.Hub();
        await hub.StartAsync(Token);
        await using var windows = hub.StreamAsync<JsonElement>("Windows", ConsoleFactory.Host, Token).GetAsyncEnumerator(Token);
        var next = NextAsync(windows);
        var burst = 0u;
        while (!next.IsCompleted)
        {
            console.Burst(29);
            burst = console.Engine.BacklogMaxDepth;
            await console.PollAsync();
        }

        var window = await next;
        var polls = (await client.JsonAsync($"{ConsoleFactory.HostRoute}/polls")).GetProperty("polls").EnumerateArray();

        Assert.InRange(burst, 29u, 64u);
        Assert.InRange(window.Number("peak"), 29, 64);
        Assert.Equal(polls.Single(poll => poll.Number("seq") == window.Number("seq")).ToString(), window.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Activity_BringsAResetAsItHappens()
    {
        await using var console = await ConsoleFactory.StartAsync();
        await using var hub = console.Hub();
        await hub.StartAsync(Token);
        await using var activity = hub.StreamAsync<JsonElement>("Activity", ConsoleFactory.Host, Token).GetAsyncEnumerator(Token);
        var next = NextAsync(activity);
        while (!next.IsCompleted)
        {
            await console.ResetAsync("backlog_max_depth", """{"kind":"baseline"}""");
        }

        var entry = await next;

        Assert.Equal(["at", "kind", "actor", "origin", "field", "old_value", "new_value", "value", "tier", "refused", "reason", "text", "number", "hash"], entry.Names());
        Assert.Equal(("baseline_reset", "local operator"), (entry.Text("kind"), entry.Text("actor")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Snapshots")]
    [InlineData("Windows")]
    [InlineData("Activity")]
    public async Task Host_ThatIsUnknown_IsAHubExceptionThatSaysSo(string stream)
    {
        await using var console = await ConsoleFactory.StartAsync();
        await using var hub = console.Hub();
        await hub.StartAsync(Token);

        await using var values = hub.StreamAsync<JsonElement>(stream, "nobody", Token).GetAsyncEnumerator(Token);
        var refused = await Assert.ThrowsAsync<HubException>(() => values.MoveNextAsync().AsTask());

        Assert.Contains("There is no host \"nobody\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Page_OfAnotherOrigin_GetsNoConnection()
    {
        await using var console = await ConsoleFactory.StartAsync();
        await using var foreign = console.Hub("http://elsewhere.example");
        await using var own = console.Hub("http://localhost");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => foreign.StartAsync(Token));
        await own.StartAsync(Token);

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HubConnectionState.Connected, own.State);
    }

    private static DateTimeOffset At(JsonElement snapshot) => snapshot.GetProperty("at").GetDateTimeOffset();

    private static async Task<JsonElement> NextAsync(IAsyncEnumerator<JsonElement> values)
    {
        Assert.True(await values.MoveNextAsync());
        return values.Current;
    }
}
