using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;
using BenchmarkDotNet.Attributes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Benchmarks;

/// <summary>A year of windows reduced to what a chart can draw, against reading every row and grouping with LINQ.</summary>
public class PollsBenchmarks : IAsyncDisposable
{
    private const int Points = 2000;

    private HistoryFile _file = null!;
    private SqliteHistory _history = null!;

    /// <summary>Stored windows.</summary>
    [Params(HistoryFile.WindowsOfAYear)]
    public int Windows { get; set; }

    // The in-process toolchain does not await a setup.
    [GlobalSetup]
    public void Setup()
    {
        _file = new HistoryFile();
        _file.FillAsync(Windows).GetAwaiter().GetResult();
        _history = new SqliteHistory(_file.ConnectionString);
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _history.DisposeAsync();
        _file.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public List<(long From, long Peak)> EveryRowAndLinq()
    {
        using var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False");
        var rows = connection.Query<(long From, long Peak)>("SELECT from_ms, peak FROM windows WHERE host = @host ORDER BY from_ms", new { host = HistoryFile.Host }).ToList();
        return [.. rows.Chunk(Math.Max(1, rows.Count / Points)).Select(chunk => chunk.MaxBy(row => row.Peak))];
    }

    [Benchmark]
    public Task<IReadOnlyList<PollWindow>> PollsAsync() =>
        _history.PollsAsync(HistoryFile.Host, HistoryFile.Start, HistoryFile.Start.AddDays(366), Points, CancellationToken.None);
}

/// <summary>One window committed to the disk, against an insert alone that leaves the flush to the system.</summary>
public class AppendBenchmarks : IAsyncDisposable
{
    private readonly HistoryFile _file = new();
    private SqliteHistory _history = null!;
    private SqliteConnection _loose = null!;
    private int _place;

    [GlobalSetup]
    public void Setup()
    {
        _history = new SqliteHistory(_file.ConnectionString);
        _history.OpenHostAsync(HistoryFile.Host, HostSource.Kernel, CancellationToken.None).GetAwaiter().GetResult();
        _loose = new SqliteConnection($"{_file.ConnectionString}.loose");
        _loose.Open();
        _loose.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE windows (from_ms INTEGER PRIMARY KEY, peak INTEGER)");
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _loose.DisposeAsync();
        await _history.DisposeAsync();
        _file.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public int InsertWithoutFlush()
    {
        var window = HistoryFile.Window(_place++);
        return _loose.Execute("INSERT INTO windows VALUES (@at, @peak)", new { at = window.From.ToUnixTimeMilliseconds(), peak = (long)window.Peak });
    }

    [Benchmark]
    public Task<PollWindow> AppendAsync()
    {
        var window = HistoryFile.Window(_place++);
        return _history.AppendAsync(window, new HostState { CommittedTo = window.To }, CancellationToken.None);
    }
}
