using System.Data.Common;
using AuditConsole.Monitoring.History.Sql;
using Dapper;
using Npgsql;

namespace AuditConsole.Monitoring.History.Postgres;

/// <summary>Connects to the database, lets one writer of this process in at a time, and turns its errors into words.</summary>
internal sealed class PostgresStore : ISqlStore
{
    // A server that hangs must not be waited for longer than this.
    private const int CommandTimeoutSeconds = 10;
    private const int PreparedStatements = 50;

    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _creating = new(1, 1);
    private bool _created;

    /// <exception cref="HistoryException">The connection string is not one.</exception>
    public PostgresStore(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "AuditConsole", MaxAutoPrepare = PreparedStatements };
            settings.CommandTimeout = Math.Min(settings.CommandTimeout, CommandTimeoutSeconds);
            settings.Timeout = Math.Min(settings.Timeout, CommandTimeoutSeconds);
            Location = $"{settings.Host ?? "localhost"}:{settings.Port}/{settings.Database ?? settings.Username}";
            _source = NpgsqlDataSource.Create(settings);
        }
        catch (ArgumentException e)
        {
            throw new HistoryException($"AuditConsole:History:ConnectionString is not a connection string of PostgreSQL ({e.Message}); accepted is one like Host=db;Username=audit;Database=audit.", e);
        }
    }

    public string Location { get; }

    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, T> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(
                connection =>
                {
                    using var transaction = connection.BeginTransaction();
                    var result = work(connection, transaction);
                    transaction.Commit();
                    return result;
                },
                "written",
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void LockActivity(DbConnection connection, DbTransaction transaction) =>
        connection.Execute("LOCK TABLE activity IN SHARE ROW EXCLUSIVE MODE", transaction: transaction);

    public Task<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken) => RunAsync(work, "read", cancellationToken);

    public async Task<DbConnection> OpenReaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw Explain(e, "read");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        _writing.Dispose();
        _creating.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, T> work, string verb, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => work(connection), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            throw Explain(e, verb);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!Volatile.Read(ref _created))
            {
                await CreateAsync(connection, cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _creating.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(() => PostgresSchema.Migrate(connection, Location), cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _created, true);
        }
        finally
        {
            _creating.Release();
        }
    }

    private HistoryException Explain(Exception e, string verb)
    {
        var remedy = (e as PostgresException)?.SqlState switch
        {
            PostgresErrorCodes.DiskFull => "Its disk is full: free some space; what waits is written then.",
            PostgresErrorCodes.ReadOnlySqlTransaction => "It is read-only, perhaps a standby: name the primary server.",
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "It refuses this user or password: check AuditConsole:History:ConnectionString.",
            PostgresErrorCodes.InvalidCatalogName => "There is no such database: create it and give it to this user.",
            PostgresErrorCodes.InsufficientPrivilege => "This user may not use its tables: make it their owner.",
            _ => "It is tried again with the next window.",
        };
        return new HistoryException($"The history in PostgreSQL at {Location} cannot be {verb} ({(e as PostgresException)?.MessageText ?? e.Message.TrimEnd('.')}). {remedy}", e);
    }
}
