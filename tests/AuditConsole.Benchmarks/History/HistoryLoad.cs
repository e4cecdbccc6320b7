using System.Data.Common;
using System.Diagnostics;
using AuditConsole.Advice;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Postgres;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AuditConsole.Benchmarks.History;

/// <summary>Fills a history as a console does, then measures what a chart asks of it, beside the same asked of the rows and of Prometheus.</summary>
internal static class HistoryLoad
{
    public const int Points = 2_000;
    private const int Together = 5_000;

    private static readonly TimeSpan[] s_spans =
    [
        TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(29), TimeSpan.FromDays(7), TimeSpan.FromDays(18), TimeSpan.FromDays(90), TimeSpan.FromDays(365),
    ];

    /// <returns>0 when every peak was shown.</returns>
    public static async Task<int> RunAsync(HistoryLoadOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("auditconsole-history-");
        try
        {
            var windows = new SyntheticWindows(options.Length, options.Histograms);
            var file = Path.Combine(folder.FullName, "history.db");
            await using IHistory history = options.Postgres is { } postgres ? new PostgresHistory(postgres) : new SqliteHistory($"Data Source={file}");
            await FillAsync(history, windows, options.Windows);
            if (options.Postgres is null)
            {
                await PrintSizeAsync(file, options.Windows, folder.FullName);
            }

            using var prometheus = options.Prometheus ? await PrometheusOfAYear.StartAsync(folder.FullName, windows, options.Windows) : null;
            var isRight = true;
            Console.WriteLine("| span | rows | p50, ms | p95, ms | highest, ms | the rows and LINQ, ms | Prometheus, ms |\n|---|---:|---:|---:|---:|---:|---:|");
            foreach (var span in s_spans.Where(span => span <= options.Windows * options.Length))
            {
                isRight &= await MeasureAsync(history, windows, span, options, () => options.Postgres is { } connection ? new NpgsqlConnection(connection) : new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False"), prometheus);
            }

            await AdviceLoad.PrintAsync(history, new AdvisedHost(SyntheticWindows.Host, 8_192), SyntheticWindows.Start + (options.Windows * options.Length));
            return isRight ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(IHistory history, SyntheticWindows windows, int count)
    {
        await history.OpenHostAsync(SyntheticWindows.Host, HostSource.Kernel, CancellationToken.None);
        if ((await history.HostsAsync(CancellationToken.None)).Single(known => known.Host == SyntheticWindows.Host).Windows == count)
        {
            Console.WriteLine("The database holds the windows already.\n");
            return;
        }

        var started = Stopwatch.GetTimestamp();
        for (var first = 0; first < count; first += Together)
        {
            await Task.WhenAll(Enumerable.Range(first, Math.Min(Together, count - first)).Select(place =>
            {
                var window = windows.At(place);
                return history.AppendAsync(window, new HostState { CommittedTo = window.To }, CancellationToken.None);
            }));
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"{count:N0} windows of {windows.Length.TotalSeconds} s in {elapsed.TotalSeconds:0.0} s: {count / elapsed.TotalSeconds:N0} a second; most memory {process.PeakWorkingSet64 / 1_000_000} MB.\n");
    }

    private static async Task PrintSizeAsync(string file, int count, string folder)
    {
        var copy = Path.Combine(folder, "single.db");
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        var whole = new FileInfo(file).Length;
        await ExecuteAsync($"ATTACH '{copy}' AS single; CREATE TABLE single.hosts AS SELECT * FROM hosts");
        var ddl = (string)(await ScalarAsync("SELECT sql FROM sqlite_master WHERE name = 'windows'"))!;
        await ExecuteAsync($"{ddl.Replace("CREATE TABLE windows", "CREATE TABLE single.windows", StringComparison.Ordinal)}; INSERT INTO single.windows SELECT * FROM windows WHERE (key >> 43) & 7 = 7 ORDER BY key; DETACH single");
        Console.WriteLine($"Bytes a window: {(double)new FileInfo(copy).Length / count:0.0} alone, {(double)whole / count:0.0} with all sums.\n");
        File.Delete(copy);

        async Task ExecuteAsync(string sql)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // No input from outside.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // No input from outside.
            command.CommandText = sql;
#pragma warning restore CA2100
            return await command.ExecuteScalarAsync();
        }
    }

    private static async Task<bool> MeasureAsync(
        IHistory history, SyntheticWindows windows, TimeSpan span, HistoryLoadOptions options, Func<DbConnection> connect, PrometheusOfAYear? prometheus)
    {
        var random = new Random(1);
        var whole = options.Windows * options.Length;
        List<double> ours = [], rows = [], theirs = [];
        var count = 0;
        var isRight = true;
        for (var query = 0; query < options.Queries; query++)
        {
            var from = SyntheticWindows.Start.AddMilliseconds(random.NextDouble() * (whole - span).TotalMilliseconds);
            IReadOnlyList<PollWindow> polls = [];
            ours.Add(await TimeAsync(async () => polls = await history.PollsAsync(SyntheticWindows.Host, from, from + span, Points, CancellationToken.None)));
            count = polls.Count;
            if (query < 3)
            {
                isRight &= polls.Max(poll => poll.Peak) == Highest(windows, from, from + span);
                rows.Add(await TimeAsync(() => RowsAsync(connect, from, from + span)));
            }

            if (prometheus is not null)
            {
                theirs.Add(await TimeAsync(() => prometheus.QueryAsync(from, from + span)));
            }
        }

        Console.WriteLine($"| {span.TotalHours} h | {count} | {At(ours, 0.5):0.0} | {At(ours, 0.95):0.0} | {ours.Max():0.0} | {At(rows, 0.5):0} | {(theirs.Count > 0 ? $"{At(theirs, 0.5):0} (p95 {At(theirs, 0.95):0})" : "")} |");
        return isRight;
    }

    private static uint Highest(SyntheticWindows windows, DateTimeOffset from, DateTimeOffset to)
    {
        var first = (int)Math.Floor((from - SyntheticWindows.Start) / windows.Length);
        var last = (int)Math.Ceiling((to - SyntheticWindows.Start) / windows.Length);
        return Enumerable.Range(first, last - first).Max(place => windows.At(place).Peak);
    }

    private static async Task RowsAsync(Func<DbConnection> connect, DateTimeOffset from, DateTimeOffset to)
    {
        await using var connection = connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, peak FROM windows WHERE key >= @from AND key < @to ORDER BY key";
        foreach (var (name, time) in new[] { ("from", from), ("to", to) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, (15L << 43) + time.ToUnixTimeMilliseconds());
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync();
        var peaks = new List<(long At, long Peak)>();
        while (await reader.ReadAsync())
        {
            peaks.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        GC.KeepAlive(peaks.Chunk(Math.Max(1, peaks.Count / Points)).Select(chunk => chunk.MaxBy(row => row.Peak)).ToList());
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double At(List<double> values, double share) => values.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * values.Count) - 1));
}
