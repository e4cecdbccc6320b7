using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.History;

public sealed class DiskTroubleTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_DiskIsFull_SaysSoAndWritesAgainOnceThereIsRoom()
    {
        Assert.SkipWhen(SmallDisk.Missing is not null, SmallDisk.Missing ?? "");
        using var disk = new SmallDisk();
        await using var history = new SqliteHistory($"Data Source={disk.File("history.db")}");
        await history.OpenHostAsync("host", HostSource.Kernel, Token);
        disk.Fill();

        var refusal = await Assert.ThrowsAsync<HistoryException>(() => AppendAsync(history, 0, 500));
        var before = await history.PollsAsync("host", s_start, s_start.AddDays(1), 1000, Token);
        disk.Empty();
        await AppendAsync(history, 600, 1);

        Assert.Contains("disk is full", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before.Count + 1, (await history.PollsAsync("host", s_start, s_start.AddDays(1), 1000, Token)).Count);
    }

    [Fact]
    public async Task Append_FileSystemIsReadOnly_SaysSoAndStillReads()
    {
        Assert.SkipWhen(SmallDisk.Missing is not null, SmallDisk.Missing ?? "");
        using var disk = new SmallDisk();
        await using (var writable = new SqliteHistory($"Data Source={disk.File("history.db")}"))
        {
            await writable.OpenHostAsync("host", HostSource.Kernel, Token);
            await AppendAsync(writable, 0, 3);
        }

        disk.SetReadOnly();
        await using var history = new SqliteHistory($"Data Source={disk.File("history.db")}");

        var refusal = await Assert.ThrowsAsync<HistoryException>(() => AppendAsync(history, 3, 1));

        Assert.Contains("read-only", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await history.PollsAsync("host", s_start, s_start.AddDays(1), 1000, Token)).Count);
    }

    private static async Task AppendAsync(SqliteHistory history, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            var window = new PollWindow { Host = "host", From = s_start.AddSeconds(i), To = s_start.AddSeconds(i + 1), Tier = Tier.Kernel };
            await history.AppendAsync(window, new HostState { CommittedTo = window.To }, Token);
        }
    }
}
