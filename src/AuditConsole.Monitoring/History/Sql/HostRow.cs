using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>A host's state as its columns.</summary>
internal sealed class HostRow
{
    public const string Columns =
        "boot_id, committed_to_ms, lost, wait_ticks, mark_since_ms, mark, mark_reached_ms, mark_lost, intent_ms, intent_mark";

    public const string Update =
        "UPDATE hosts SET seq = @seq, boot_id = @boot_id, committed_to_ms = @committed_to_ms, lost = @lost, wait_ticks = @wait_ticks, " +
        "mark_since_ms = @mark_since_ms, mark = @mark, mark_reached_ms = @mark_reached_ms, mark_lost = @mark_lost, " +
        "intent_ms = NULL, intent_mark = NULL WHERE host = @host";

#pragma warning disable IDE1006, CA1707 // The properties are the columns' own names, so that Dapper maps them without a table of names.
    public string host { get; init; } = "";
    public long seq { get; init; }
    public string? boot_id { get; init; }
    public long? committed_to_ms { get; init; }
    public long? lost { get; init; }
    public long? wait_ticks { get; init; }
    public long? mark_since_ms { get; init; }
    public long? mark { get; init; }
    public long? mark_reached_ms { get; init; }
    public long? mark_lost { get; init; }
    public long? intent_ms { get; init; }
    public long? intent_mark { get; init; }
#pragma warning restore IDE1006, CA1707

    public static HostRow From(string host, HostState state, long seq = 0) => new()
    {
        host = host,
        seq = seq,
        boot_id = state.BootId,
        committed_to_ms = state.CommittedTo?.ToUnixTimeMilliseconds(),
        lost = state.Lost,
        wait_ticks = state.WaitTicks,
        mark_since_ms = state.Mark?.Since.ToUnixTimeMilliseconds(),
        mark = state.Mark?.Value,
        mark_reached_ms = state.Mark?.ReachedAt?.ToUnixTimeMilliseconds(),
        mark_lost = state.Mark?.Lost,
    };

    public HostState ToState() => new()
    {
        BootId = boot_id,
        CommittedTo = UnixTime.Read(committed_to_ms),
        Lost = (uint?)lost,
        WaitTicks = (uint?)wait_ticks,
        Mark = UnixTime.Read(mark_since_ms) is { } since
            ? new MarkShown(since, (uint)(mark ?? 0), UnixTime.Read(mark_reached_ms), mark_lost ?? 0)
            : null,
        Intent = UnixTime.Read(intent_ms) is { } at ? new ClearIntent(at, (uint)(intent_mark ?? 0)) : null,
    };
}
