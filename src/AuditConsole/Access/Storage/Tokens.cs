using Dapper;

namespace AuditConsole.Access.Storage;

/// <summary>What a program sends to be let in; the secret itself is not kept.</summary>
public sealed class Token
{
    /// <summary>Tells it from all others.</summary>
    public string Name { get; init; } = "";

    /// <summary>What whoever sends it may do.</summary>
    public ConsoleRole Role { get; init; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When it was made, in Unix milliseconds.</summary>
    public long CreatedMs { get; init; }

    /// <summary>When it ends, in Unix milliseconds; <see langword="null"/> for never.</summary>
    public long? ExpiresMs { get; init; }

    /// <summary>When it was last used, in Unix milliseconds, to the minute; <see langword="null"/> for never.</summary>
    public long? UsedMs { get; init; }

    /// <summary>When it ends; <see langword="null"/> for never.</summary>
    public DateTimeOffset? Expires => ExpiresMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>When it was last used, to the minute; <see langword="null"/> for never.</summary>
    public DateTimeOffset? Used => UsedMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    internal byte[] Hash { get; init; } = [];
}

/// <summary>The tokens of programs. Any thread may call.</summary>
public sealed class Tokens
{
    /// <summary>What every secret begins with, so that it is known for what it is where it turns up.</summary>
    public const string Prefix = "ac_";

    /// <summary>The longest that a token may be made for, unless it is for ever.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private const string Columns = "name, hash, role, created_ms AS CreatedMs, created_by AS CreatedBy, expires_ms AS ExpiresMs, used_ms AS UsedMs";
    private static readonly TimeSpan s_used = TimeSpan.FromMinutes(1);

    private readonly AccessDatabase _database;
    private readonly TimeProvider _time;

    internal Tokens(AccessDatabase database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>All of them, by name, also those that have ended.</summary>
    public IReadOnlyList<Token> List() => _database.Read(connection => connection.Query<Token>($"SELECT {Columns} FROM tokens ORDER BY name").AsList());

    /// <summary>Makes one.</summary>
    /// <param name="name">By <see cref="AccountRules.RequireName"/>.</param>
    /// <param name="role">What whoever sends it may do.</param>
    /// <param name="lifetime">How long, up to <see cref="Longest"/>; <see langword="null"/> for ever.</param>
    /// <param name="by">Who makes it.</param>
    /// <returns>The secret, which cannot be read again.</returns>
    /// <exception cref="AccessException">The name is taken or not accepted, or the time is not.</exception>
    public string Create(string name, ConsoleRole role, TimeSpan? lifetime, string by)
    {
        var kept = AccountRules.RequireName(name);
        if (lifetime is { } time && (time <= TimeSpan.Zero || time > Longest))
        {
            throw new AccessException($"A token cannot be made for {time.TotalDays:0.##} days; accepted: more than 0 and up to {Longest.TotalDays:0} days, or no end.");
        }

        var secret = Secret.Create(Prefix);
        var now = _time.GetUtcNow();
        return _database.Write(connection => connection.Execute(
            "INSERT INTO tokens (name, hash, role, created_ms, created_by, expires_ms) VALUES (@name, @hash, @role, @created, @by, @expires) ON CONFLICT DO NOTHING",
            new { name = kept, hash = Secret.Hash(secret), role, created = now.ToUnixTimeMilliseconds(), by, expires = (now + lifetime)?.ToUnixTimeMilliseconds() })) == 1
            ? secret
            : throw new AccessException($"There is a token \"{kept}\" already; accepted: another name, or revoke that one first.");
    }

    /// <summary>Ends one at once.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Revoke(string name) => _database.Write(connection => connection.Execute("DELETE FROM tokens WHERE name = @name", new { name }), ends: true) == 1;

    /// <summary>The token with that secret, whose use is noted; <see langword="null"/> where there is none, or it has ended.</summary>
    public Token? Use(string secret)
    {
        // Found by the hash, so that the time of the search says nothing about the secret; compared once more as a whole.
        var found = Find("hash = @key", Secret.Hash(secret));
        if (found is null || !Secret.IsSame(found.Hash, secret))
        {
            return null;
        }

        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (found.UsedMs is not { } used || now - used >= s_used.TotalMilliseconds)
        {
            _database.Write(connection => connection.Execute("UPDATE tokens SET used_ms = @now WHERE name = @Name", new { now, found.Name }));
        }

        return found;
    }

    /// <summary>The token of that name, unless it has ended.</summary>
    public Token? Look(string name) => Find("name = @key", name);

    private Token? Find(string where, object key) => _database.Read(connection => connection.QuerySingleOrDefault<Token>(
        $"SELECT {Columns} FROM tokens WHERE {where} AND (expires_ms IS NULL OR expires_ms > @now)", new { key, now = _time.GetUtcNow().ToUnixTimeMilliseconds() }));
}
