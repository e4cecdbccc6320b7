using System.Data.Common;
using AuditConsole.Monitoring.History.Sql;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>Opens the file, lets one writer in at a time, and turns SQLite's errors into words.</summary>
internal sealed class SqliteStore : ISqlStore
{
    /// <summary>SQLITE_IOERR.</summary>
    public const int IoError = 10;

    /// <summary>SQLITE_CORRUPT.</summary>
    public const int Corrupt = 11;

    /// <summary>SQLITE_NOTADB.</summary>
    public const int NotADatabase = 26;

    private const int SqliteReadOnly = 8;
    private const int SqliteFull = 13;
    private const int SqliteCantOpen = 14;
    private const int BusyTimeoutMilliseconds = 2000;
    private const string ReadOnlyRemedy = "It or its folder is read-only: give this program's user write access, and mount the file system read-write.";

    private readonly SqliteConnectionStringBuilder _settings;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private SqliteConnection? _writer;

    public SqliteStore(string connectionString)
    {
        _settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
    }

    public string Location => _settings.DataSource;

    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, T> work, CancellationToken cancellationToken) =>
        RunAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction();
                var result = work(connection, transaction);
                transaction.Commit();
                return result;
            },
            cancellationToken);

    // A transaction that writes is alone in the file from its beginning.
    public void LockActivity(DbConnection connection, DbTransaction transaction)
    {
    }

    /// <summary>Runs work on the writing connection, outside any transaction.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () =>
                {
                    _writer ??= Open();
                    return work(_writer);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            // A new connection finds out whether the trouble is over; the old one may hold a broken transaction.
            _writer?.Dispose();
            _writer = null;
            throw Explain(e, "written");
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => work(connection), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw Explain(e, "read");
        }
    }

    public async Task<DbConnection> OpenReaderAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _writer) is null)
        {
            await CreateAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return OpenReader(Location);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqliteCantOpen && File.Exists(Location))
        {
            // On a read-only file system there can be no write-ahead log, and nothing can change while it is read.
            return OpenReader($"file:{Uri.EscapeDataString(Location)}?immutable=1");
        }
    }

    // The first reader may come before the first writer: then the tables are not there yet. A file that cannot be written can still be read.
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(_ => 0, cancellationToken).ConfigureAwait(false);
        }
        catch (HistoryException) when (File.Exists(Location))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }

        _writing.Dispose();
    }

    private SqliteConnection OpenReader(string source)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(_settings.ConnectionString) { DataSource = source, Mode = SqliteOpenMode.ReadOnly }.ConnectionString);
        try
        {
            connection.Open();
            Pragma(connection, $"busy_timeout = {BusyTimeoutMilliseconds}");
            SqliteSchema.RequireCurrent(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_settings.ConnectionString);
        try
        {
            connection.Open();
            Pragma(connection, $"busy_timeout = {BusyTimeoutMilliseconds}");
            Pragma(connection, "journal_mode = WAL");
            Pragma(connection, "synchronous = FULL");
            SqliteSchema.Migrate(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Pragma(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        command.ExecuteNonQuery();
    }

    private HistoryException Explain(SqliteException e, string verb)
    {
        var remedy = e.SqliteErrorCode switch
        {
            SqliteReadOnly => ReadOnlyRemedy,
            // The write-ahead log stands beside the file and cannot be created in a read-only folder.
            SqliteCantOpen when File.Exists(Location) => ReadOnlyRemedy,
            SqliteFull => "The disk is full: free some space; what waits is written then.",
            SqliteCantOpen => "The folder does not exist or may not be entered: create it, or name another in AuditConsole:StateDirectory.",
            Corrupt or NotADatabase =>
                "It is damaged or not a history file: `AuditConsole history repair FILE` saves what can be read into a new file; or put a copy back, or move it away and start again.",
            _ => "It is tried again with the next window.",
        };
        return new HistoryException($"The history file {Location} cannot be {verb} ({e.Message.TrimEnd('.')}). {remedy}", e);
    }
}
