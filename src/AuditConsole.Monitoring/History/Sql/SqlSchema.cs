namespace AuditConsole.Monitoring.History.Sql;

/// <summary>The tables. Both databases have the same; what each calls a type is filled in.</summary>
internal static class SqlSchema
{
    /// <summary>The version this program writes.</summary>
    public const int Version = 4;

    /// <summary>The tables with their columns, the key first.</summary>
    public static readonly IReadOnlyList<(string Table, IReadOnlyList<string> Columns)> Tables =
    [
        ("hosts",
        [
            "id", "host", "source", "boot_id", "committed_to_ms", "seq", "lost", "wait_ticks", "mark_since_ms", "mark", "mark_reached_ms", "mark_lost",
            "intent_ms", "intent_mark", "fine_ms",
        ]),
        ("windows", [.. WindowRow.Columns.Split(", "), "imported_ms"]),
        ("activity", ["id", .. ActivityRows.Columns.Split(", ")]),
    ];

    /// <summary>Creates <c>hosts</c> and <c>windows</c>, where times are whole Unix milliseconds and waits microseconds: a tick may be 1/300 s.</summary>
    public static string HostsAndWindows(SqlTypes types) => $"""
        CREATE TABLE hosts (
            id {types.Identity},
            host TEXT NOT NULL UNIQUE,
            source {types.Integer} NOT NULL,
            boot_id TEXT,
            committed_to_ms {types.Integer},
            seq {types.Integer} NOT NULL DEFAULT 0,
            lost {types.Integer},
            wait_ticks {types.Integer},
            mark_since_ms {types.Integer},
            mark {types.Integer},
            mark_reached_ms {types.Integer},
            mark_lost {types.Integer},
            intent_ms {types.Integer},
            intent_mark {types.Integer},
            fine_ms {types.Integer}
        ){types.AfterTable};

        CREATE TABLE windows (
            key {types.Key},
            len_ms {types.Integer} NOT NULL,
            seq {types.Integer} NOT NULL,
            peak {types.Integer} NOT NULL,
            peak_at_ms {types.Integer},
            flags {types.Integer} NOT NULL,
            backlog {types.Integer} NOT NULL,
            backlog_limit {types.Integer} NOT NULL,
            lost {types.Integer},
            wait_ticks {types.Integer},
            wait_us {types.Integer},
            mean_milli {types.Integer},
            p50 {types.Integer},
            p99 {types.Integer},
            blind_ms {types.Integer} NOT NULL,
            sum {types.Bytes},
            details TEXT,
            histogram {types.Bytes},
            imported_ms {types.Integer}
        ){types.AfterTable};
        """;

    /// <summary>Creates <c>activity</c>, whose rows can be added and never changed.</summary>
    public static string Activity(SqlTypes types) => $"""
        CREATE TABLE activity (
            id {types.Identity},
            number {types.Integer} NOT NULL,
            hash TEXT NOT NULL,
            host TEXT NOT NULL,
            at_ms {types.Integer} NOT NULL,
            kind {types.Integer} NOT NULL,
            actor TEXT NOT NULL,
            origin TEXT,
            reason TEXT,
            field TEXT,
            old_value {types.Integer},
            new_value {types.Integer},
            value {types.Integer},
            tier {types.Integer},
            refused {types.Integer} NOT NULL,
            text TEXT NOT NULL
        ){types.AfterTable};

        CREATE INDEX activity_by_time ON activity (host, at_ms);
        CREATE UNIQUE INDEX activity_by_number ON activity (host, number);
        {types.KeepActivity}
        """;
}

/// <summary>What a database calls its types.</summary>
/// <param name="Identity">A key that the database numbers.</param>
/// <param name="Key">A key that it does not.</param>
/// <param name="Integer">A 64-bit number.</param>
/// <param name="Bytes">Bytes.</param>
/// <param name="AfterTable">What follows a table's columns.</param>
/// <param name="KeepActivity">Makes the database refuse to change or delete rows of <c>activity</c>.</param>
internal sealed record SqlTypes(string Identity, string Key, string Integer, string Bytes, string AfterTable, string KeepActivity);
