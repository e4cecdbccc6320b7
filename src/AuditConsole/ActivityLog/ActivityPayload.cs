using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;

namespace AuditConsole.ActivityLog;

/// <summary>What happened. <c>number</c> and <c>hash</c> are null on the hub.</summary>
public sealed record ActivityPayload(
    DateTimeOffset At, ActivityKind Kind, string Actor, string? Origin, string? Field, uint? OldValue, uint? NewValue, uint? Value, Tier? Tier, bool Refused, string? Reason, string Text,
    long? Number, string? Hash)
{
    public static ActivityPayload Of(Activity entry) => Of(entry, null, null);

    public static ActivityPayload Of(KeptActivity kept) => Of(kept.Entry, kept.Number, kept.Hash);

    private static ActivityPayload Of(Activity entry, long? number, string? hash) => new(
        entry.At, entry.Kind, entry.Actor, entry.Origin, entry.Field, entry.OldValue, entry.NewValue, entry.Value, entry.Tier, entry.Refused, entry.Reason, entry.Text, number, hash);
}
