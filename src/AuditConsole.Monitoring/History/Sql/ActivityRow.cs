#pragma warning disable IDE1006 // The properties are named as the columns are.
namespace AuditConsole.Monitoring.History.Sql;

/// <summary>A row of the table <c>activity</c>.</summary>
internal sealed class ActivityRow
{
    public long number { get; init; }

    public string hash { get; init; } = "";

    public string host { get; init; } = "";

    public long at_ms { get; init; }

    public long kind { get; init; }

    public string actor { get; init; } = "";

    public string? origin { get; init; }

    public string? reason { get; init; }

    public string? field { get; init; }

    public long? old_value { get; init; }

    public long? new_value { get; init; }

    public long? value { get; init; }

    public long? tier { get; init; }

    public long refused { get; init; }

    public string text { get; init; } = "";

    public static ActivityRow From(KeptActivity kept) => new()
    {
        number = kept.Number,
        hash = kept.Hash,
        host = kept.Entry.Host,
        at_ms = kept.Entry.At.ToUnixTimeMilliseconds(),
        kind = (long)kept.Entry.Kind,
        actor = kept.Entry.Actor,
        origin = kept.Entry.Origin,
        reason = kept.Entry.Reason,
        field = kept.Entry.Field,
        old_value = kept.Entry.OldValue,
        new_value = kept.Entry.NewValue,
        value = kept.Entry.Value,
        tier = (long?)kept.Entry.Tier,
        refused = kept.Entry.Refused ? 1 : 0,
        text = kept.Entry.Text,
    };

    public KeptActivity ToKept() => new(
        number,
        hash,
        new Activity(host, DateTimeOffset.FromUnixTimeMilliseconds(at_ms), (ActivityKind)kind, actor, (uint?)value, (Tier?)tier, text)
        {
            Origin = origin,
            Reason = reason,
            Field = field,
            OldValue = (uint?)old_value,
            NewValue = (uint?)new_value,
            Refused = refused != 0,
        });
}
