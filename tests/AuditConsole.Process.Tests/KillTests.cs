using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Processes.Tests;

/// <summary>The console is killed again and again at varied moments around its polls; what it has shown once is never lost or changed.</summary>
public sealed class KillTests
{
    private const int Chains = 4;
    private const int KillsPerChain = 5;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_gap = TimeSpan.FromSeconds(1);

    // How long after the poll falls due; its commit follows within milliseconds.
    private static readonly int[] s_momentsMs = [0, 2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 40, 55, 75, 100, 200, 400, 600, 800, 990];

    [Fact]
    public async Task Kill_InTheMiddleOfPolling_LosesNoWindowThatWasShownAndLeavesAGap()
    {
        Assert.Equal(Chains * KillsPerChain, s_momentsMs.Length);
        await Task.WhenAll(Enumerable.Range(0, Chains).Select(async chain =>
        {
            using var state = new TemporaryFolder();
            var before = new Killed([], DateTimeOffset.MinValue);
            for (var kill = 0; kill < KillsPerChain; kill++)
            {
                before = await RunAndKillAsync(state, before, TimeSpan.FromMilliseconds(s_momentsMs[(kill * Chains) + chain]));
            }

            await using var last = await StartAsync(state);
            AssertKept(before, await WindowsOfThisRunAsync(last, before));
        }));
    }

    /// <summary>Runs once more on a state folder, and holds it against what the run before had shown.</summary>
    private static async Task<Killed> RunAndKillAsync(TemporaryFolder state, Killed before, TimeSpan moment)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var console = await StartAsync(state);
        AssertKept(before, await WindowsOfThisRunAsync(console, before));

        var shown = await console.PollsAsync("engine");
        var now = TimeProvider.System.GetUtcNow();
        await Task.Delay(s_poll - TimeSpan.FromTicks(now.Ticks % s_poll.Ticks) + moment, TimeProvider.System, stop);
        var at = TimeProvider.System.GetUtcNow();
        await console.KillAsync();
        Assert.Equal("ok", IntegrityOf(state.File("history.db")));

        // The next run shall be blind for long enough to say so.
        await Task.Delay(s_gap, TimeProvider.System, stop);
        return new Killed(shown, at);
    }

    private static Task<ConsoleProcess> StartAsync(TemporaryFolder state) =>
        ConsoleProcess.StartEngineAsync(state.Path, string.Create(CultureInfo.InvariantCulture, $"--AuditConsole:Poll:Interval={s_poll:c}"));

    /// <summary>All windows, once the first of this run has closed.</summary>
    private static Task<IReadOnlyList<Poll>> WindowsOfThisRunAsync(ConsoleProcess console, Killed before) => Eventually.GetAsync(
        async () => await console.PollsAsync("engine") is [.., var last] polls && last.To > before.At ? polls : null,
        "window of the run after the kill");

    private static void AssertKept(Killed before, IReadOnlyList<Poll> now)
    {
        Assert.Equal(before.Shown, now.Take(before.Shown.Count));
        Assert.Equal(1, now[0].Seq);
        Poll.AssertTile(now);
        if (before.Shown.Count > 0)
        {
            var underWay = Assert.Single(now, poll => poll.From <= before.At && before.At < poll.To);
            Assert.True(underWay.Gap, $"The window in which the console was killed shows no gap: {underWay.Json}");
            Assert.True(underWay.BlindMs >= s_gap.TotalMilliseconds, underWay.Json);
        }
    }

    /// <summary>What a run had shown, and when it was killed.</summary>
    private sealed record Killed(IReadOnlyList<Poll> Shown, DateTimeOffset At);

    private static string IntegrityOf(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}
