using System.Diagnostics.CodeAnalysis;
using AuditConsole.Api;
using AuditConsole.Monitoring.Changes;

namespace AuditConsole.Configure;

/// <summary>The status after a change, and the change.</summary>
public sealed record ChangedStatusPayload : StatusPayload
{
    [SetsRequiredMembers]
    internal ChangedStatusPayload(StatusPayload status)
        : base(status)
    {
    }

    /// <summary>Names the change where it has to be confirmed; null for one that is for good.</summary>
    public string? ChangeId { get; init; }

    /// <summary>When the old values return unless it is confirmed.</summary>
    public DateTimeOffset? RevertsAt { get; init; }

    /// <summary>What was read back as something else than was set.</summary>
    public string? Note { get; init; }
}

/// <summary>One field of a change.</summary>
public sealed record FieldChangePayload(string Field, uint Old, uint New);

/// <summary>A change.</summary>
public sealed record ChangePayload(
    string ChangeId, DateTimeOffset At, ChangeState State, string Actor, string? Reason, IReadOnlyList<FieldChangePayload> Fields,
    DateTimeOffset? RevertsAt, DateTimeOffset? SettledAt, string? Note, IReadOnlyList<string> Reversal)
{
    public static ChangePayload Of(ChangeRecord change) => new(
        change.Id, change.At, change.State, change.By.Name, change.By.Reason,
        [.. change.Fields.Select(field => new FieldChangePayload(ChangeFields.NameOf(field.Field), field.Old, field.New))],
        change.RevertsAt, change.SettledAt, change.Note, [.. change.Reversal.Select(field => field.Text)]);
}

/// <summary>The change that waits to be confirmed, if there is one, and those that are over, newest first.</summary>
public sealed record ChangesPayload(ChangePayload? Pending, IReadOnlyList<ChangePayload> Past);

/// <summary>A span of a preview.</summary>
public sealed record SpanPayload(double Hours, int Windows, int AtOrOver, uint? HighestPeak, long? Headroom, int OverTheirLimit, bool LowerBounds);

/// <summary>What a change would do.</summary>
public sealed record PreviewPayload(
    IReadOnlyList<FieldPreview> Fields, IReadOnlyList<PreviewRemark> Remarks, IReadOnlyList<SpanPayload> Spans, QueueMemory? Memory, double? WaitSeconds, string? Refusal)
{
    public static PreviewPayload Of(ChangePreview preview) => new(
        preview.Fields, preview.Remarks,
        [.. preview.Spans.Select(span => new SpanPayload(span.Span.TotalHours, span.Rows, span.AtOrOver, span.HighestPeak, span.Headroom, span.OverTheirLimit, span.LowerBounds))],
        preview.Memory, preview.WaitSeconds, preview.Refusal);
}
