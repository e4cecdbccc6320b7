using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Benchmarks;

/// <summary>A history file full of 15-second windows, made once and shared by the benchmarks that only read.</summary>
internal sealed class HistoryFile : IDisposable
{
    public const string Host = "db-7";
    public const int WindowsOfAYear = 365 * 24 * 60 * 4;
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(15);

    private readonly string _folder = Directory.CreateTempSubdirectory("auditconsole-bench-").FullName;

    public static DateTimeOffset Start { get; } = new(2025, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "history.db")}";

    /// <summary>The window of a place in the year; the peak of a day is about forty times the usual one.</summary>
    public static PollWindow Window(int place) => new()
    {
        Host = Host,
        Seq = place + 1,
        From = Start + place * s_length,
        To = Start + (place + 1) * s_length,
        Peak = place % 5760 == 4000 ? 812u : (uint)(place * 7919 % 23),
        PeakAt = Start + place * s_length,
        Tier = Tier.Kernel,
        Backlog = (uint)(place % 3),
        BacklogLimit = 8192,
        Lost = 0,
        WaitTicks = 0,
        Wait = TimeSpan.Zero,
        Mean = 1.25,
        P50 = 1,
        P99 = 19,
    };

    /// <summary>Creates the tables as the product does, and fills them in one statement: taking in two million windows one by one takes minutes.</summary>
    public async Task FillAsync(int windows)
    {
        await using (var history = new SqliteHistory(ConnectionString))
        {
            await history.OpenHostAsync(Host, HostSource.Kernel, CancellationToken.None);
        }

        await using var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        await connection.ExecuteAsync(
            """
            WITH RECURSIVE places (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM places WHERE i + 1 < @windows)
            INSERT INTO windows (host, from_ms, to_ms, seq, peak, peak_at_ms, bound, tier, recovered, backlog, backlog_limit, lost, wait_ticks, wait_us, mean, p50, p99, blind_ms, gap, windows)
            SELECT @host, @start + i * @length, @start + (i + 1) * @length, i + 1, iif(i % 5760 = 4000, 812, i * 7919 % 23), @start + i * @length,
                0, 3, 0, i % 3, 8192, 0, 0, 0, 1.25, 1, 19, 0, 0, 1 FROM places
            """,
            new { windows, host = Host, start = Start.ToUnixTimeMilliseconds(), length = (long)s_length.TotalMilliseconds });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
