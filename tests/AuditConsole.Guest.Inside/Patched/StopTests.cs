using AuditConsole.Guest.Inside.Support;
using AuditConsole.Monitoring.History.Sqlite;

namespace AuditConsole.Guest.Inside.Patched;

public sealed class StopTests : GuestKernel
{
    private const int Records = 300;
    private const uint Seen = 20;

    [Fact]
    public async Task Stop_WithSigterm_CommitsTheWindowUnderWay()
    {
        await using var console = await GuestConsole.StartAsync("01:00:00");
        await console.StatusAsync(GuestConsole.Host);
        await FloodAsync(Records);
        await console.StatusAsync(GuestConsole.Host, now => now.GetProperty("open_peak").GetUInt32() >= Seen);
        var before = await console.PollsAsync(GuestConsole.Host);
        var code = await console.TerminateAsync();
        await using var history = new SqliteHistory($"Data Source={Path.Combine(console.StateDirectory, "history.db")}");
        var after = await history.PollsAsync(GuestConsole.Host, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, int.MaxValue, Stop);

        Assert.Equal(0, code);
        Assert.Equal(before.Count + 1, after.Count);
        Assert.InRange(after[^1].Peak, Seen, Records + Seen);
    }
}
