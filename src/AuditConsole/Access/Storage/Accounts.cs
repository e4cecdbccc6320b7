using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Access.Storage;

/// <summary>Who may sign in. Whatever takes a right away ends the sessions that had it. Any thread may call.</summary>
public sealed class Accounts
{
    internal const string Columns =
        "a.id, a.name, a.normal_name AS NormalName, a.role, a.password_hash AS PasswordHash, a.stamp, a.failures, a.locked_until_ms AS LockedUntilMs, a.blocked, a.created_ms AS CreatedMs";

    private static readonly PasswordHasher<Account> s_hasher = new();
    private readonly AccessDatabase _database;
    private readonly TimeProvider _time;

    internal Accounts(AccessDatabase database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<Account> List() => _database.Read(connection => connection.Query<Account>($"SELECT {Columns} FROM accounts a ORDER BY normal_name").AsList());

    /// <summary>Whether there is any.</summary>
    public bool Any() => _database.Read(connection => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM accounts)"));

    /// <summary>The account of that name, in whatever case; <see langword="null"/> for none.</summary>
    public Account? Find(string name) => _database.Read(connection =>
        connection.QuerySingleOrDefault<Account>($"SELECT {Columns} FROM accounts a WHERE normal_name = @name", new { name = name.Trim().ToUpperInvariant() }));

    /// <summary>The account with that id; <see langword="null"/> for none.</summary>
    public Account? FindById(string id) => _database.Read(connection => Get(connection, id));

    /// <summary>Makes an account.</summary>
    /// <param name="name">By <see cref="AccountRules.RequireName"/>.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="password">By <see cref="AccountRules.RequirePassword"/>; without one, a link of <see cref="Links"/> sets it.</param>
    /// <exception cref="AccessException">The name is taken, or one of them is not accepted.</exception>
    public Account Add(string name, ConsoleRole role, string? password = null)
    {
        var account = Prepare(name, role, password);
        return _database.Write(connection => Insert(connection, account));
    }

    /// <summary>Sets the password, and ends the account's sessions and the lock of wrong passwords.</summary>
    /// <param name="id">The account.</param>
    /// <param name="password">The new one.</param>
    /// <param name="keep">A session that goes on: that of the person who changes it.</param>
    /// <exception cref="AccessException">It is not accepted, or there is no such account.</exception>
    public void SetPassword(string id, string password, string? keep = null)
    {
        var account = Require(id);
        AccountRules.RequirePassword(password, account.Name);
        var hash = s_hasher.HashPassword(account, password);
        _database.Write(connection => WritePassword(connection, id, hash, keep), ends: true);
    }

    /// <summary>Whether that is the account's password. Takes about as long for one that has none.</summary>
    public static bool IsPassword(Account account, string password) =>
        s_hasher.VerifyHashedPassword(account, account.PasswordHash ?? s_noOnesHash.Value, password) != PasswordVerificationResult.Failed && account.PasswordHash is not null;

    /// <summary>Gives a role, and ends the account's sessions.</summary>
    /// <exception cref="AccessException">It would leave no admin who can sign in.</exception>
    public void SetRole(string id, ConsoleRole role) => Change(id, "role = @role", new { id, role, stamp = NewStamp() });

    /// <summary>Locks an account, which ends its sessions, or unlocks it, also from the lock of wrong passwords.</summary>
    /// <exception cref="AccessException">It would leave no admin who can sign in.</exception>
    public void SetBlocked(string id, bool blocked) =>
        Change(id, "blocked = @blocked, failures = 0, locked_until_ms = NULL", new { id, blocked, stamp = NewStamp() });

    /// <summary>Removes an account with its sessions and links. What it did stays in the activity.</summary>
    /// <exception cref="AccessException">It would leave no admin who can sign in.</exception>
    public void Remove(string id) => _database.Write(
        connection =>
        {
            var hadAdmin = HasAdmin(connection);
            var done = connection.Execute("DELETE FROM accounts WHERE id = @id", new { id });
            RequireAdmin(connection, hadAdmin);
            return done;
        },
        ends: true);

    internal Account Prepare(string name, ConsoleRole role, string? password)
    {
        var account = new Account { Id = Secret.Id(), Name = AccountRules.RequireName(name), Role = role, Stamp = NewStamp(), CreatedMs = _time.GetUtcNow().ToUnixTimeMilliseconds() };
        account.NormalName = account.Name.ToUpperInvariant();
        if (password is not null)
        {
            AccountRules.RequirePassword(password, account.Name);
            account.PasswordHash = s_hasher.HashPassword(account, password);
        }

        return account;
    }

    internal static Account Insert(SqliteConnection connection, Account account) =>
        connection.Execute(
            "INSERT INTO accounts (id, name, normal_name, role, password_hash, stamp, created_ms) VALUES (@Id, @Name, @NormalName, @Role, @PasswordHash, @Stamp, @CreatedMs) ON CONFLICT DO NOTHING",
            account) == 1
            ? account
            : throw new AccessException($"There is an account \"{account.Name}\" already; accepted: another name.");

    internal static int WritePassword(SqliteConnection connection, string id, string hash, string? keep)
    {
        connection.Execute("DELETE FROM sessions WHERE account = @id AND id IS NOT @keep", new { id, keep });
        connection.Execute("DELETE FROM links WHERE account = @id", new { id });
        return connection.Execute(
            "UPDATE accounts SET password_hash = @hash, stamp = @stamp, failures = 0, locked_until_ms = NULL WHERE id = @id", new { id, hash, stamp = NewStamp() });
    }

    internal static Account? Get(SqliteConnection connection, string id) =>
        connection.QuerySingleOrDefault<Account>($"SELECT {Columns} FROM accounts a WHERE id = @id", new { id });

    /// <summary>Counts a wrong password; the last of <paramref name="most"/> in a row locks the account for <paramref name="time"/>.</summary>
    internal Account? Failed(string id, int most, TimeSpan time) => _database.Write(connection =>
    {
        connection.Execute(
            """
            UPDATE accounts SET failures = CASE WHEN failures + 1 >= @most THEN 0 ELSE failures + 1 END,
                locked_until_ms = CASE WHEN failures + 1 >= @most THEN @until ELSE locked_until_ms END WHERE id = @id
            """,
            new { id, most, until = (_time.GetUtcNow() + time).ToUnixTimeMilliseconds() });
        return Get(connection, id);
    });

    /// <summary>Forgets wrong passwords, and keeps a hash that was made anew, unless the password has changed meanwhile.</summary>
    internal bool Succeeded(Account account) => _database.Write(connection => connection.Execute(
        "UPDATE accounts SET failures = @Failures, locked_until_ms = @LockedUntilMs, password_hash = @PasswordHash WHERE id = @Id AND stamp = @Stamp", account)) == 1;

    private static readonly Lazy<string> s_noOnesHash = new(() => s_hasher.HashPassword(new Account(), Secret.Id()));

    private Account Require(string id) => FindById(id) ?? throw new AccessException("There is no such account any more.");

    private void Change(string id, string set, object values) => _database.Write(
        connection =>
        {
            var hadAdmin = HasAdmin(connection);
            if (connection.Execute($"UPDATE accounts SET {set}, stamp = @stamp WHERE id = @id", values) == 0)
            {
                throw new AccessException("There is no such account any more.");
            }

            RequireAdmin(connection, hadAdmin);
            return connection.Execute("DELETE FROM sessions WHERE account = @id", new { id });
        },
        ends: true);

    private static bool HasAdmin(SqliteConnection connection) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM accounts WHERE role = @Admin AND NOT blocked AND password_hash IS NOT NULL)", new { ConsoleRole.Admin });

    private static void RequireAdmin(SqliteConnection connection, bool hadAdmin)
    {
        if (hadAdmin && !HasAdmin(connection))
        {
            throw new AccessException("Nobody could look after accounts any more: this is the last admin who can sign in. Make another one first.");
        }
    }

    private static string NewStamp() => Secret.Id();
}
