using AuditConsole.Advice.Losses;
using AuditConsole.Components;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Configure;

/// <summary>How much a sentence of a preview matters.</summary>
public enum PreviewSeverity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>May cost records or time.</summary>
    Warn,

    /// <summary>May stop the host, or cannot be undone.</summary>
    Danger,
}

/// <summary>One sentence of a preview.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Field">The field it is about.</param>
/// <param name="Text">The sentence.</param>
public sealed record PreviewRemark(PreviewSeverity Severity, string Field, string Text);

/// <summary>One field of a preview.</summary>
/// <param name="Field">The kernel's name.</param>
/// <param name="Old">Its value now; <see langword="null"/> where this kernel has none.</param>
/// <param name="New">The value asked for.</param>
/// <param name="Meaning">What the new value means.</param>
public sealed record FieldPreview(string Field, uint? Old, uint New, string Meaning);

/// <summary>What the kernel memory of the queues may come to with a limit, in bytes. Nothing is reserved by the limit.</summary>
/// <param name="OneQueue">The main queue full of ordinary records.</param>
/// <param name="ThreeQueues">The retry and hold queues full too.</param>
/// <param name="LongRecords">All three full of records longer than about 1,000 characters.</param>
/// <param name="Machine">The machine's memory, where known.</param>
public sealed record QueueMemory(long OneQueue, long ThreeQueues, long LongRecords, long? Machine)
{
    /// <summary>With a limit; <see langword="null"/> without one, when there is no bound.</summary>
    public static QueueMemory? Of(uint limit, long? machine) => limit == 0 ? null : new(new QueueCost(limit).OneOrdinary, new QueueCost(limit).ThreeOrdinary, new QueueCost(limit).ThreeLong, machine);
}

/// <summary>What a change would do. It is worked out from what is known; nothing is sent.</summary>
public sealed record ChangePreview
{
    /// <summary>The fields asked for.</summary>
    public required IReadOnlyList<FieldPreview> Fields { get; init; }

    /// <summary>What to know, the gravest first.</summary>
    public required IReadOnlyList<PreviewRemark> Remarks { get; init; }

    /// <summary>The limit asked for against recent peaks; empty where no limit is asked for.</summary>
    public IReadOnlyList<SpanEffect> Spans { get; init; } = [];

    /// <summary>The memory the limit asked for may cost; <see langword="null"/> where none is asked for, and without a limit.</summary>
    public QueueMemory? Memory { get; init; }

    /// <summary>How long a task may be made to wait with the wait time asked for, in seconds; <see langword="null"/> when not asked for or HZ is not known.</summary>
    public double? WaitSeconds { get; init; }

    /// <summary>Why the change would be refused now; <see langword="null"/> when it would not.</summary>
    public string? Refusal { get; init; }

    /// <summary>Works it out.</summary>
    /// <param name="request">The change; its values are such as a kernel takes.</param>
    /// <param name="host">The host.</param>
    /// <param name="latest">Its last answer.</param>
    /// <param name="state">How its monitor is doing.</param>
    /// <param name="peaks">Its recent peaks.</param>
    /// <param name="machine">The machine's memory in bytes, where known.</param>
    public static ChangePreview Of(ConfigChangeRequest request, HostDescription host, Snapshot latest, MonitorState state, PeakSpans peaks, long? machine)
    {
        ArgumentNullException.ThrowIfNull(request);
        var memory = request.BacklogLimit is { } limit ? QueueMemory.Of(limit, machine) : null;
        var spans = request.BacklogLimit is { } asked ? new[] { PeakSpans.Day, PeakSpans.Week }.Select(span => peaks.Compare(span, asked)).ToList() : [];
        return new ChangePreview
        {
            Fields = [.. request.Fields.Select(field => new FieldPreview(
                ChangeFields.NameOf(field.Field), ChangeFields.Read(latest.Status, field.Field), field.Value, FieldMeaning.Of(field.Field, field.Value, host.Hz)))],
            Remarks = [.. ChangeRemarks.Of(request, host, latest, spans, memory).OrderByDescending(remark => remark.Severity)],
            Spans = spans,
            Memory = memory,
            WaitSeconds = request.BacklogWaitTime is { } wait && host.Hz is { } hz ? (double)wait / hz : null,
            Refusal = state.ClearRefusal is { } held ? Words.Say(ConfigureText.LeaseHeld, held)
                : ChangeRules.Refusal(request, latest.Status)
                ?? (state.PendingChange is { } pending ? Words.Say(ConfigureText.ChangeByWaits, pending.By.Name) : null),
        };
    }
}
