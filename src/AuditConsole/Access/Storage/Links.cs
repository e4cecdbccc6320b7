using Dapper;

namespace AuditConsole.Access.Storage;

/// <summary>Links that set a password, once: of the first account, or of one that an admin has named. Any thread may call.</summary>
public sealed class Links
{
    /// <summary>How long a link for an account works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly AccessDatabase _database;
    private readonly TimeProvider _time;

    internal Links(AccessDatabase database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>Makes the secret of the link for the first account, and ends the one before.</summary>
    public string CreateForFirst() => Create(null, null);

    /// <summary>Makes the secret of a link that sets the password of an account, and ends the one before. The password stays until it is used.</summary>
    /// <param name="account">The account's id.</param>
    public string Create(string account) => Create(account, (_time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds());

    /// <summary>What a secret is for.</summary>
    /// <returns>Whether it works now, and the name of its account; no name for the first account.</returns>
    public (bool Works, string? Name) Look(string secret) => _database.Read(connection =>
    {
        var found = connection.QuerySingleOrDefault<Row>(Find, new { hash = Secret.Hash(secret), now = Now });
        return (found is not null, found?.Name);
    });

    /// <summary>Uses a link up: makes the first account, or sets the password that it is for.</summary>
    /// <param name="secret">The link's.</param>
    /// <param name="name">The first account's name; not looked at otherwise.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="AccessException">The link does not work (any more), or name or password are not accepted; then it still works.</exception>
    public Account Use(string secret, string? name, string password)
    {
        var (works, known) = Look(secret);
        if (!works)
        {
            throw Worn();
        }

        var account = new Accounts(_database, _time).Prepare(known ?? name ?? "", ConsoleRole.Admin, password);
        return _database.Write(
            connection =>
            {
                // Looked at again inside the transaction: of two who use it at once, one is too late.
                var row = connection.QuerySingleOrDefault<Row>(Find, new { hash = Secret.Hash(secret), now = Now }) ?? throw Worn();
                connection.Execute("DELETE FROM links WHERE hash = @hash", new { hash = Secret.Hash(secret) });
                if (row.Account is not { } id)
                {
                    return Accounts.Insert(connection, account);
                }

                Accounts.WritePassword(connection, id, account.PasswordHash!, keep: null);
                return Accounts.Get(connection, id) is { Blocked: false } changed ? changed : throw Worn();
            },
            ends: true);
    }

    private const string Find = """
        SELECT l.account, a.name FROM links l LEFT JOIN accounts a ON a.id = l.account
        WHERE l.hash = @hash AND (l.expires_ms IS NULL OR l.expires_ms > @now) AND (l.account IS NOT NULL OR NOT EXISTS (SELECT 1 FROM accounts))
        """;

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private string Create(string? account, long? expires)
    {
        var secret = Secret.Create();
        _database.Write(connection =>
        {
            connection.Execute("DELETE FROM links WHERE account IS @account", new { account });
            return connection.Execute("INSERT INTO links (hash, account, expires_ms) VALUES (@hash, @account, @expires)", new { hash = Secret.Hash(secret), account, expires });
        });
        return secret;
    }

    private static AccessException Worn() => new("This link does not work: it was used, is too old, or a newer one was made. Ask an admin for another; before the first account, a restart of the console prints one.");

    private sealed class Row
    {
        public string? Account { get; init; }

        public string? Name { get; init; }
    }
}
