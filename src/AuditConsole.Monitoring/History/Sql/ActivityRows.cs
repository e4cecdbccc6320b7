using System.Data.Common;
using Dapper;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>Writes and reads the table <c>activity</c>.</summary>
internal static class ActivityRows
{
    /// <summary>What is selected and inserted, without the key.</summary>
    public const string Columns = "number, hash, host, at_ms, kind, actor, origin, reason, field, old_value, new_value, value, tier, refused, text";

    private const string Parameters =
        "@number, @hash, @host, @at_ms, @kind, @actor, @origin, @reason, @field, @old_value, @new_value, @value, @tier, @refused, @text";

    /// <summary>Links an entry to the last one of its host and writes it.</summary>
    /// <param name="connection">The database; nobody else may add between this and the commit.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="entry">The entry.</param>
    public static KeptActivity Add(DbConnection connection, DbTransaction transaction, Activity entry)
    {
        var (last, before) = connection.QueryFirstOrDefault<(long Number, string? Hash)>(
            "SELECT number, hash FROM activity WHERE host = @Host ORDER BY number DESC LIMIT 1", new { entry.Host }, transaction);
        var kept = new KeptActivity(last + 1, ActivityChain.Hash(before ?? ActivityChain.Beginning, last + 1, entry), entry);
        connection.Execute($"INSERT INTO activity ({Columns}) VALUES ({Parameters})", ActivityRow.From(kept), transaction);
        return kept;
    }

    /// <summary>Takes over the entries of schema 3, which had neither numbers nor links, from <c>activity_3</c>.</summary>
    public static void LinkVersion3(DbConnection connection, DbTransaction transaction)
    {
        var entries = connection.Query<ActivityRow>("SELECT host, at_ms, kind, actor, value, tier, text FROM activity_3 ORDER BY id", transaction: transaction).AsList();
        foreach (var entry in entries)
        {
            Add(connection, transaction, entry.ToKept().Entry);
        }

        connection.Execute("DROP TABLE activity_3", transaction: transaction);
    }

    /// <summary>Entries, the newest first.</summary>
    public static IReadOnlyList<KeptActivity> Find(DbConnection connection, ActivityFilter filter)
    {
        var where = new List<string> { "host = @host", "at_ms >= @from", "at_ms < @to" };
        var values = new DynamicParameters(new
        {
            host = filter.Host,
            from = filter.From.ToUnixTimeMilliseconds(),
            to = filter.To.ToUnixTimeMilliseconds(),
            most = filter.Most,
        });
        if (filter.Kinds is { } kinds)
        {
            // Numbers of an enumeration, so that both databases take them without a parameter each.
            where.Add(kinds.Count == 0 ? "1 = 0" : $"kind IN ({string.Join(", ", kinds.Select(kind => (int)kind))})");
        }

        if (filter.Actor is { } actor)
        {
            where.Add("lower(actor) = lower(@actor)");
            values.Add("actor", actor);
        }

        if (filter.Text is { } text)
        {
            where.Add(@"lower(text || ' ' || coalesce(reason, '') || ' ' || coalesce(field, '') || ' ' || coalesce(origin, '')) LIKE lower(@like) ESCAPE '\'");
            values.Add("like", $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%");
        }

        if (filter.After is { } after)
        {
            where.Add("(at_ms < @after OR (at_ms = @after AND number < @number))");
            values.Add("after", after.Entry.At.ToUnixTimeMilliseconds());
            values.Add("number", after.Number);
        }

        return [.. connection.Query<ActivityRow>(
            $"SELECT {Columns} FROM activity WHERE {string.Join(" AND ", where)} ORDER BY at_ms DESC, number DESC LIMIT @most", values).Select(row => row.ToKept())];
    }

    /// <summary>All entries of a host, in the order they were written down.</summary>
    public static IEnumerable<KeptActivity> Chain(DbConnection connection, string host) =>
        connection.Query<ActivityRow>($"SELECT {Columns} FROM activity WHERE host = @host ORDER BY number, id", new { host }, buffered: false).Select(row => row.ToKept());

    /// <summary>The hosts that have entries.</summary>
    public static IReadOnlyList<string> Hosts(DbConnection connection) =>
        connection.Query<string>("SELECT DISTINCT host FROM activity ORDER BY host").AsList();

    /// <summary>Follows the links of all hosts.</summary>
    public static IEnumerable<ActivityVerification> Verify(DbConnection connection, string? sought, CancellationToken cancellationToken)
    {
        foreach (var host in Hosts(connection))
        {
            var verification = new ActivityVerification(host, sought);
            foreach (var kept in Chain(connection, host))
            {
                cancellationToken.ThrowIfCancellationRequested();
                verification.Take(kept);
            }

            yield return verification;
        }
    }
}
