using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.History;

/// <summary>Files of every schema there has been are brought forward with all that is in them.</summary>
public sealed class SqliteMigrationTests : IDisposable
{
    private const string Version1 = """
        CREATE TABLE hosts (host TEXT PRIMARY KEY, source INTEGER NOT NULL, boot_id TEXT, committed_to_ms INTEGER, seq INTEGER NOT NULL DEFAULT 0, lost INTEGER, wait_ticks INTEGER,
            mark_since_ms INTEGER, mark INTEGER, mark_reached_ms INTEGER, mark_lost INTEGER, intent_ms INTEGER, intent_mark INTEGER) STRICT, WITHOUT ROWID;
        CREATE TABLE windows (host TEXT NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, seq INTEGER NOT NULL, peak INTEGER NOT NULL, peak_at_ms INTEGER, bound INTEGER NOT NULL,
            tier INTEGER NOT NULL, recovered INTEGER NOT NULL, backlog INTEGER NOT NULL, backlog_limit INTEGER NOT NULL, lost INTEGER, wait_ticks INTEGER, wait_us INTEGER, mean REAL,
            p50 INTEGER, p99 INTEGER, blind_ms INTEGER NOT NULL, gap INTEGER NOT NULL, windows INTEGER NOT NULL, imported_ms INTEGER, PRIMARY KEY (host, from_ms)) STRICT, WITHOUT ROWID;
        CREATE TABLE activity (id INTEGER PRIMARY KEY, host TEXT NOT NULL, at_ms INTEGER NOT NULL, kind INTEGER NOT NULL, actor TEXT NOT NULL, value INTEGER, tier INTEGER, text TEXT NOT NULL) STRICT;
        CREATE INDEX activity_by_host ON activity (host, at_ms);
        INSERT INTO hosts VALUES ('db', 2, 'boot', 1800000000000, 7, 5, 6, 1790000000000, 44, 1790000001000, 3, 1800000000500, 12);
        INSERT INTO activity VALUES (1, 'db', 1790000000000, 1, 'operator', 44, 3, 'New baseline.');
        WITH RECURSIVE i (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 999)
        INSERT INTO windows SELECT 'db', 1799985000000 + n * 15000, 1799985015000 + n * 15000, n + 1, n, 1799985000007 + n * 15000, n % 2, n % 4, n % 3 = 0, 1, 500, n % 2, n, n * 1000,
            n / 8.0, 1, 2, 30, n % 5 = 0, 1, iif(n < 3, 1799999999999, NULL) FROM i;
        PRAGMA user_version = 1;
        """;

    private const string Version2 = $"""
        {Version1}
        ALTER TABLE windows ADD COLUMN details TEXT;
        UPDATE windows SET details = '{"{\"inferred\":true}"}' WHERE seq = 8;
        PRAGMA user_version = 2;
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, Version1)]
    [InlineData(2, Version2)]
    public async Task Open_FileOfAnOlderSchema_KeepsAllAndMakesItsSums(int version, string sql)
    {
        await ExecuteAsync(sql);
        await using var history = new SqliteHistory($"Data Source={_folder.File("history.db")}");

        var state = await history.OpenHostAsync("db", HostSource.Kernel, Token);
        var windows = await history.ExportAsync(Token).ToListAsync(Token);
        var known = Assert.Single(await history.HostsAsync(Token));

        var start = DateTimeOffset.FromUnixTimeMilliseconds(1_799_985_000_000);
        Assert.Equal((1000L, start), (known.Windows, known.Since));
        Assert.Equal(new ClearIntent(DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_500), 12), state.Intent);
        Assert.Equal((44u, 3L), (state.Mark!.Value, state.Mark.Lost));
        Assert.Equal(Enumerable.Range(0, 1000).Select(n => Window(start, n)), windows.Select(window => window with { Details = null }));
        Assert.Equal(version == 2, windows[7].Details?.Inferred ?? false);
        Assert.Equal(999u, Assert.Single(await history.PollsAsync("db", start, start.AddDays(1), 1, Token)).Peak);
        Assert.Equal("New baseline.", Assert.Single(await history.ActivityAsync("db", DateTimeOffset.UnixEpoch, start, 10, Token)).Text);
        Assert.Empty(await history.CheckAsync(Token));
        Assert.Equal(8, (await history.AppendAsync(Window(start, 1000), state, Token)).Seq);
    }

    [Theory]
    [InlineData(Version1)]
    [InlineData(Version2)]
    public async Task Open_OlderFileThatCannotBeWritten_SaysThatItHasToBe(string sql)
    {
        Assert.SkipWhen(SmallDisk.Missing is not null, SmallDisk.Missing ?? "");
        using var disk = new SmallDisk();
        await ExecuteAsync(sql);
        File.Copy(_folder.File("history.db"), disk.File("history.db"));
        disk.SetReadOnly();
        await using var history = new SqliteHistory($"Data Source={disk.File("history.db")}");

        var refusal = await Assert.ThrowsAsync<HistoryException>(() => history.HostsAsync(Token));

        Assert.Contains("needs write access", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static PollWindow Window(DateTimeOffset start, int n) => new()
    {
        Host = "db",
        Seq = n + 1,
        From = start.AddSeconds(15 * n),
        To = start.AddSeconds(15 * (n + 1)),
        Peak = (uint)n,
        PeakAt = start.AddSeconds(15 * n).AddMilliseconds(7),
        Bound = (Bound)(n % 2),
        Tier = (Tier)(n % 4),
        Recovered = n % 3 == 0,
        Backlog = 1,
        BacklogLimit = 500,
        Lost = n % 2,
        WaitTicks = n,
        Wait = TimeSpan.FromMilliseconds(n),
        Mean = n / 8.0,
        P50 = 1,
        P99 = 2,
        Blind = TimeSpan.FromMilliseconds(30),
        Gap = n % 5 == 0,
    };

    private Task ExecuteAsync(string sql) => SqliteStatements.ExecuteAsync(_folder.File("history.db"), sql);
}
