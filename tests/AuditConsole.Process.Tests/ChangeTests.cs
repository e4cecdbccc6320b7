using System.Net;
using System.Text.Json;

namespace AuditConsole.Processes.Tests;

/// <summary>A change that waits to be confirmed when its console ends.</summary>
public sealed class ChangeTests : IDisposable
{
    private const string Route = "/api/v1/hosts/engine";
    private readonly TemporaryFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Sigterm_WhileAChangeWaits_TakesItBackFirst_AndTheActivitySaysSo()
    {
        await using (var console = await ChangedAsync())
        {
            Assert.Equal(0, await console.TerminateAsync());
        }

        var journal = JsonDocument.Parse(await File.ReadAllTextAsync(_state.File("change-engine.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(JsonValueKind.Null, journal.GetProperty("pending").ValueKind);
        Assert.Equal("reverted", journal.GetProperty("past")[0].GetProperty("state").GetString());
        await using var next = await ConsoleProcess.StartEngineAsync(_state.Path);
        await next.StatusAsync("engine");
        Assert.Equal("backlog_limit went back from 8192 to 64. The console was stopped before anybody confirmed it.", await RevertedAsync(next));
    }

    [Fact]
    public async Task Kill_OfAConsoleWithItsEngine_IsSaidByTheNext()
    {
        await using (var console = await ChangedAsync())
        {
            await console.KillAsync();
        }

        await using var next = await ConsoleProcess.StartEngineAsync(_state.Path);
        await next.StatusAsync("engine");

        Assert.Equal("backlog_limit 64 → 8192: The engine was started anew since, which set its own values; nothing was taken back.", await RevertedAsync(next));
        Assert.Equal(JsonValueKind.Null, (await next.GetAsync($"{Route}/changes")).GetProperty("pending").ValueKind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{")]
    // Of another boot, so whatever it says is no matter of this machine's kernel.
    [InlineData("""{"version":1,"host":"h","pending":{"id":"a","boot_id":"another","by":{"name":"me"},"at":"2026-01-01T00:00:00Z","fields":[{"field":"backlog_limit","old":64,"new":4000000007}],"state":"pending","reverts_at":"2026-01-01T00:00:05Z","due":0,"reversal":[]},"past":[]}""")]
    public async Task Guardian_WithNothingToGuard_EndsAtOnceAndWritesNothing(string? journal)
    {
        var path = _state.File("change-kernel.json");
        if (journal is not null)
        {
            await File.WriteAllTextAsync(path, journal, TestContext.Current.CancellationToken);
        }

        var ended = await ConsoleProgram.RunUnderAsync([], "guard-change", path);

        Assert.Equal((0, "", ""), (ended.ExitCode, ended.Output, ended.Error));
        Assert.Equal(journal, File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : null);
    }

    [Fact]
    public async Task SecondConsole_OnTheHost_ChangesNothingAndSaysWhoMay()
    {
        await using var first = await ConsoleProcess.StartEngineAsync(_state.Path);
        await first.StatusAsync("engine");
        await using var second = await ConsoleProcess.StartEngineAsync(_state.Path);
        await second.StatusAsync("engine");

        var (change, changeProblem) = await second.PatchAsync($"{Route}/status", """{"backlog_limit":8192}""");
        var (reset, resetProblem) = await second.PostAsync($"{Route}/lost/reset");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (change, reset));
        Assert.All([changeProblem, resetProblem], problem => Assert.Contains($"process id {first.Id} ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal));
    }

    private async Task<ConsoleProcess> ChangedAsync()
    {
        var console = await ConsoleProcess.StartEngineAsync(_state.Path, "--AuditConsole:Engine:Scenario=none");
        await console.StatusAsync("engine");
        var (code, body) = await console.PatchAsync($"{Route}/status?confirm_within=600", """{"backlog_limit":8192}""");
        Assert.True(code == HttpStatusCode.OK, body.GetRawText());
        Assert.Equal(8192u, body.GetProperty("backlog_limit").GetUInt32());
        return console;
    }

    private static Task<string> RevertedAsync(ConsoleProcess console) => Eventually.GetAsync(
        async () => (await console.GetAsync($"{Route}/activity")).EnumerateArray()
            .Where(entry => entry.GetProperty("kind").GetString() == "change_reverted")
            .Select(entry => entry.GetProperty("text").GetString())
            .SingleOrDefault(),
        "change that was taken back in the activity");
}
