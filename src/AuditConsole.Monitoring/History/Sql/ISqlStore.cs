using System.Data.Common;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>A database with the tables of <see cref="SqlSchema"/>. Any thread may call any member.</summary>
/// <remarks>Every member throws <see cref="HistoryException"/> when the database cannot be used, with what to do about it.</remarks>
internal interface ISqlStore : IAsyncDisposable
{
    /// <summary>Where it is, for messages; without secrets.</summary>
    string Location { get; }

    /// <summary>Runs work that writes, one at a time, in a transaction that is committed when it returns.</summary>
    Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, T> work, CancellationToken cancellationToken);

    /// <summary>Keeps every other writer of <c>activity</c>, of this program or another, away until the transaction ends.</summary>
    void LockActivity(DbConnection connection, DbTransaction transaction);

    /// <summary>Runs work that reads; it waits for no writer.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken);

    /// <summary>A connection for reading, which is the caller's to dispose.</summary>
    Task<DbConnection> OpenReaderAsync(CancellationToken cancellationToken);
}
