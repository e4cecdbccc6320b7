using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Access.Storage;

/// <summary>The file behind accounts, tokens and sessions: one connection, one statement at a time. Any thread may call.</summary>
internal sealed class AccessDatabase : IDisposable
{
    private const int Version = 1;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string InMemory = ":memory:";

    // Times are Unix milliseconds. Of a token, a link and a password only a hash is kept.
    private const string Tables = """
        CREATE TABLE accounts (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            normal_name TEXT NOT NULL UNIQUE,
            role INTEGER NOT NULL,
            password_hash TEXT,
            stamp TEXT NOT NULL,
            failures INTEGER NOT NULL DEFAULT 0,
            locked_until_ms INTEGER,
            blocked INTEGER NOT NULL DEFAULT 0,
            created_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
            created_ms INTEGER NOT NULL,
            seen_ms INTEGER NOT NULL,
            address TEXT,
            agent TEXT
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE tokens (
            name TEXT PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            role INTEGER NOT NULL,
            created_ms INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            expires_ms INTEGER,
            used_ms INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE links (
            hash BLOB PRIMARY KEY,
            account TEXT UNIQUE REFERENCES accounts ON DELETE CASCADE,
            expires_ms INTEGER
        ) STRICT, WITHOUT ROWID;
        """;

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;

    /// <exception cref="AccessException">The file cannot be opened, or belongs to a newer program.</exception>
    private AccessDatabase(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ConnectionString);
        try
        {
            _connection.Open();
            _connection.Execute("PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            Migrate(path);
        }
        catch (SqliteException e)
        {
            _connection.Dispose();
            throw Explain(e, path);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Something was ended: a session, a token, an account, or a right of it. Raised on the thread that did it, after it was kept.</summary>
    public event Action? Ended;

    /// <summary>Opens the file, or makes it, readable by its owner alone.</summary>
    public static AccessDatabase Open(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var file = new FileStream(path, options);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccessException($"{path}, which keeps accounts and tokens, cannot be opened ({e.Message.TrimEnd('.')}). Give this program's user write access to it and its folder.", e);
        }

        return new AccessDatabase(path);
    }

    /// <summary>One that is gone with the program, for a console that nobody signs in to.</summary>
    public static AccessDatabase Temporary() => new(InMemory);

    public T Read<T>(Func<SqliteConnection, T> work)
    {
        lock (_turn)
        {
            return Explained(() => work(_connection));
        }
    }

    /// <summary>All of it or nothing is kept.</summary>
    /// <param name="work">What is written.</param>
    /// <param name="ends">Whether somebody may lose a right by it, who is then told at once.</param>
    public T Write<T>(Func<SqliteConnection, T> work, bool ends = false)
    {
        T result;
        lock (_turn)
        {
            result = Explained(() =>
            {
                using var transaction = _connection.BeginTransaction();
                var done = work(_connection);
                transaction.Commit();
                return done;
            });
        }

        if (ends)
        {
            Ended?.Invoke();
        }

        return result;
    }

    /// <summary>A number that changes when another program has written to the file.</summary>
    public long OtherWrites() => Read(connection => connection.ExecuteScalar<long>("PRAGMA data_version"));

    public void Dispose() => _connection.Dispose();

    private T Explained<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw Explain(e, _connection.DataSource);
        }
    }

    private void Migrate(string path)
    {
        using var transaction = _connection.BeginTransaction();
        var found = _connection.ExecuteScalar<int>("PRAGMA user_version");
        if (found > Version)
        {
            throw new AccessException($"{path}, which keeps accounts and tokens, has schema version {found}; this program knows up to {Version}. Run the newer program again.");
        }

        if (found < Version)
        {
            _connection.Execute(Tables + string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version};"));
        }

        transaction.Commit();
    }

    private static AccessException Explain(SqliteException e, string path) =>
        new($"{path}, which keeps accounts and tokens, cannot be used ({e.Message.TrimEnd('.')}). Look at its disk and permissions; a damaged one is replaced by a copy.", e);
}
