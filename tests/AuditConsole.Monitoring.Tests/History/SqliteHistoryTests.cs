using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.Tests.History;

/// <summary>The history in a file.</summary>
public sealed class SqliteHistoryTests : HistoryTests
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task File_AfterOpening_IsWrittenAheadAndFullySynchronised()
    {
        await History.OpenHostAsync("host", HostSource.Kernel, Token);

        await using var connection = new SqliteConnection($"Data Source={_folder.File("history.db")}");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";

        Assert.Equal("wal", await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task Open_SchemaOfANewerProgram_IsRefusedInWords()
    {
        await ExecuteAsync("PRAGMA user_version = 99");

        var refusal = await Assert.ThrowsAsync<HistoryException>(() => History.OpenHostAsync("host", HostSource.Kernel, Token));

        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HistoryException>(() => History.HostsAsync(Token));
    }

    [Fact]
    public async Task Open_NotADatabase_SaysSo()
    {
        await File.WriteAllTextAsync(_folder.File("history.db"), new string('x', 5000), Token);

        var refusal = await Assert.ThrowsAsync<HistoryException>(() => History.OpenHostAsync("host", HostSource.Kernel, Token));

        Assert.Contains("not a history file", refusal.Message, StringComparison.Ordinal);
    }

    private protected override IHistory Open() => new SqliteHistory($"Data Source={_folder.File("history.db")}");

    protected override ValueTask DeleteAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override IReadOnlyList<string> WithoutKeeping => ["DROP TRIGGER activity_unchanged", "DROP TRIGGER activity_undeleted"];

    private protected override IReadOnlyList<string> ToVersion3 =>
    [
        "DROP TABLE activity",
        "CREATE TABLE activity (id INTEGER PRIMARY KEY, host TEXT NOT NULL, at_ms INTEGER NOT NULL, kind INTEGER NOT NULL, actor TEXT NOT NULL, value INTEGER, tier INTEGER, text TEXT NOT NULL) STRICT",
        "CREATE INDEX activity_by_host ON activity (host, at_ms)",
        "PRAGMA user_version = 3",
    ];

    private protected override Task ExecuteAsync(string sql) => SqliteStatements.ExecuteAsync(_folder.File("history.db"), sql);
}
