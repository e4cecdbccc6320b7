using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;
using BenchmarkDotNet.Attributes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Benchmarks.History;

/// <summary>One window committed to the disk, against an insert alone that leaves the flush to the system.</summary>
public class AppendBenchmarks : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auditconsole-append-");
    private readonly SyntheticWindows _windows = new(TimeSpan.FromSeconds(15), withHistograms: false);
    private SqliteHistory _history = null!;
    private SqliteConnection _loose = null!;
    private int _place;

    [GlobalSetup]
    public void Setup()
    {
        _history = new SqliteHistory(Name("history.db"));
        _history.OpenHostAsync(SyntheticWindows.Host, HostSource.Kernel, CancellationToken.None).GetAwaiter().GetResult();
        _loose = new SqliteConnection(Name("loose.db"));
        _loose.Open();
        _loose.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE windows (from_ms INTEGER PRIMARY KEY, peak INTEGER)");
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _loose.DisposeAsync();
        await _history.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public int InsertWithoutFlush()
    {
        var window = _windows.At(_place++);
        return _loose.Execute("INSERT INTO windows VALUES (@at, @peak)", new { at = window.From.ToUnixTimeMilliseconds(), peak = (long)window.Peak });
    }

    [Benchmark]
    public Task<PollWindow> AppendAsync()
    {
        var window = _windows.At(_place++);
        return _history.AppendAsync(window, new HostState { CommittedTo = window.To }, CancellationToken.None);
    }

    private string Name(string file) => $"Data Source={Path.Combine(_folder.FullName, file)};Pooling=False";
}
