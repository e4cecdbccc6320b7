using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Benchmarks;

/// <summary>A history file full of 15-second windows, made once and shared by the benchmarks that only read.</summary>
internal sealed class HistoryFile : IDisposable
{
    public const string Host = "db-7";
    public const int WindowsOfAYear = 365 * 24 * 60 * 4;
    private const int ImportAtOnce = 50_000;
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(15);

    private readonly string _folder = Directory.CreateTempSubdirectory("auditconsole-bench-").FullName;

    public static DateTimeOffset Start { get; } = new(2025, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "history.db")}";

    /// <summary>The window of a place in the year; a peak of a day is about forty times the usual one.</summary>
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

    public async Task FillAsync(int windows)
    {
        await using var history = new SqliteHistory(ConnectionString);
        for (var from = 0; from < windows; from += ImportAtOnce)
        {
            var some = Enumerable.Range(from, Math.Min(ImportAtOnce, windows - from)).Select(Window).ToList();
            await history.ImportAsync(some, Start, CancellationToken.None);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
