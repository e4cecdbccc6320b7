using Dapper;

namespace AuditConsole.Access.Storage;

/// <summary>A sign-in that goes on.</summary>
public sealed class Session
{
    /// <summary>Tells it from all others; it opens nothing by itself.</summary>
    public string Id { get; init; } = "";

    /// <summary>The account's id.</summary>
    public string Account { get; init; } = "";

    /// <summary>When it began, in Unix milliseconds.</summary>
    public long CreatedMs { get; init; }

    /// <summary>When it was last used, in Unix milliseconds, to the minute.</summary>
    public long SeenMs { get; init; }

    /// <summary>From where it began.</summary>
    public string? Address { get; init; }

    /// <summary>What browser began it, as it calls itself.</summary>
    public string? Agent { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Created => DateTimeOffset.FromUnixTimeMilliseconds(CreatedMs);

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset Seen => DateTimeOffset.FromUnixTimeMilliseconds(SeenMs);
}

/// <summary>Who is signed in. Any thread may call.</summary>
public sealed class Sessions
{
    /// <summary>How long a session lasts that is not used.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>How long a session lasts at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private const string Columns = "id, account, created_ms AS CreatedMs, seen_ms AS SeenMs, address, agent";
    private const int MostAgent = 200;
    private static readonly TimeSpan s_seen = TimeSpan.FromMinutes(1);

    private readonly AccessDatabase _database;
    private readonly TimeProvider _time;

    internal Sessions(AccessDatabase database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>Begins one, and forgets those that have run out.</summary>
    /// <param name="account">The account's id.</param>
    /// <param name="address">From where.</param>
    /// <param name="agent">What browser, as it calls itself.</param>
    /// <returns>Its id.</returns>
    public string Begin(string account, string? address, string? agent)
    {
        var id = Secret.Id();
        var now = Now;
        return _database.Write(connection =>
        {
            connection.Execute("DELETE FROM sessions WHERE seen_ms <= @Idle OR created_ms <= @Oldest", Bounds(now));
            connection.Execute(
                "INSERT INTO sessions (id, account, created_ms, seen_ms, address, agent) VALUES (@id, @account, @now, @now, @address, @agent)",
                new { id, account, now, address, agent = agent?[..Math.Min(agent.Length, MostAgent)] });
            return id;
        });
    }

    /// <summary>The account of a session that goes on, whose use is noted; <see langword="null"/> where it is over or its account locked.</summary>
    public Account? Use(string id)
    {
        var (account, seen) = Read(id);
        if (account is not null && Now - seen >= s_seen.TotalMilliseconds)
        {
            _database.Write(connection => connection.Execute("UPDATE sessions SET seen_ms = @now WHERE id = @id", new { id, now = Now }));
        }

        return account;
    }

    /// <summary>The same, without noting a use.</summary>
    public Account? Look(string id) => Read(id).Account;

    /// <summary>The sessions of an account that go on, newest first.</summary>
    public IReadOnlyList<Session> List(string account)
    {
        var bounds = Bounds(Now);
        return _database.Read(connection => connection.Query<Session>(
            $"SELECT {Columns} FROM sessions WHERE account = @account AND seen_ms > @Idle AND created_ms > @Oldest ORDER BY seen_ms DESC, created_ms DESC",
            new { account, bounds.Idle, bounds.Oldest }).AsList());
    }

    /// <summary>Ends one.</summary>
    public void End(string id) => _database.Write(connection => connection.Execute("DELETE FROM sessions WHERE id = @id", new { id }), ends: true);

    /// <summary>Ends all of an account, but <paramref name="keep"/>.</summary>
    /// <returns>How many there were.</returns>
    public int EndAll(string account, string? keep = null) =>
        _database.Write(connection => connection.Execute("DELETE FROM sessions WHERE account = @account AND id IS NOT @keep", new { account, keep }), ends: true);

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private (Account? Account, long Seen) Read(string id)
    {
        var bounds = Bounds(Now);
        return _database.Read(connection => connection.Query<Account, long, (Account?, long)>(
            $"SELECT {Accounts.Columns}, s.seen_ms FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.id = @id AND s.seen_ms > @Idle AND s.created_ms > @Oldest AND NOT a.blocked",
            (account, seen) => (account, seen),
            new { id, bounds.Idle, bounds.Oldest },
            splitOn: "seen_ms").FirstOrDefault());
    }

    private static Bound Bounds(long now) => new(now - (long)Idle.TotalMilliseconds, now - (long)Longest.TotalMilliseconds);

    /// <summary>A session used or begun at or before these is over.</summary>
    private sealed record Bound(long Idle, long Oldest);
}
