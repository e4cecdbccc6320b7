using System.Net;

namespace AuditConsole.Processes.Tests;

/// <summary>A disk that is full or read-only stops neither the console nor the live figures, and what waits is written later.</summary>
public sealed class DiskTests : IDisposable
{
    private const string Interval = "--AuditConsole:Poll:Interval=00:00:01";
    private readonly SmallDisk? _disk = SmallDisk.Missing is null ? new SmallDisk() : null;

    public void Dispose() => _disk?.Dispose();

    [Fact]
    public async Task FullDisk_WhileRunning_IsSaidAndWhatWaitsIsWrittenInOrder()
    {
        Assert.SkipWhen(_disk is null, SmallDisk.Missing ?? "");
        await using var console = await ConsoleProcess.StartEngineAsync(_disk.File("state"), Interval);
        await console.NextPollAsync("engine");
        _disk.Fill();
        await NotReadyAsync(console, "The disk is full");
        var during = await StillLiveAsync(console);
        var kept = await console.PollsAsync("engine");

        _disk.Empty();
        await ReadyAsync(console);
        var after = await Eventually.GetAsync(
            async () => await console.PollsAsync("engine") is var polls && polls[^1].From > during ? polls : null, "window after the disk had space again");

        Poll.AssertTile(after);
        Assert.Equal(kept, after.Take(kept.Count));
        Assert.True(after.Count(poll => poll.From >= kept[^1].To && poll.To <= during) >= 2, "The windows that closed while the disk was full are not there one by one.");
    }

    [Fact]
    public async Task ReadOnlyDisk_AtTheStart_IsSaidAndTheConsoleStillWatches()
    {
        Assert.SkipWhen(_disk is null, SmallDisk.Missing ?? "");
        var state = _disk.File("state");
        await using (var before = await ConsoleProcess.StartEngineAsync(state, Interval))
        {
            await before.NextPollAsync("engine");
            Assert.Equal(0, await before.TerminateAsync());
        }

        _disk.SetReadOnly();
        await using var console = await ConsoleProcess.StartEngineAsync(state, Interval);
        await NotReadyAsync(console, "read-only");
        await StillLiveAsync(console);
        var findings = await console.GetAsync("/api/v1/hosts/engine/health");

        Assert.NotEmpty(await console.PollsAsync("engine"));
        Assert.DoesNotContain("process id", findings.GetRawText(), StringComparison.Ordinal);
    }

    private static Task NotReadyAsync(ConsoleProcess console, string reason) => Eventually.HoldsAsync(
        async () => await console.TryGetAsync("/readyz") is (HttpStatusCode.ServiceUnavailable, var body) && body.Contains(reason, StringComparison.Ordinal),
        $"503 of /readyz that says \"{reason}\"");

    private static Task ReadyAsync(ConsoleProcess console) =>
        Eventually.HoldsAsync(async () => (await console.TryGetAsync("/readyz")).Code == HttpStatusCode.OK, "200 of /readyz");

    /// <summary>Waits for samples newer than now, over more than two windows.</summary>
    private static async Task<DateTimeOffset> StillLiveAsync(ConsoleProcess console)
    {
        var from = TimeProvider.System.GetUtcNow().AddSeconds(3);
        return (await console.StatusAsync("engine", status => status.GetProperty("at").GetDateTimeOffset() > from)).GetProperty("at").GetDateTimeOffset();
    }
}
