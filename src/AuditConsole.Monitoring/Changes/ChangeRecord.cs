using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Changes;

/// <summary>Where a change stands.</summary>
public enum ChangeState
{
    /// <summary>Made for good.</summary>
    Applied,

    /// <summary>Made, and taken back unless somebody confirms it in time.</summary>
    Pending,

    /// <summary>Confirmed in time.</summary>
    Confirmed,

    /// <summary>Taken back: every field has its old value again.</summary>
    Reverted,

    /// <summary>Ended without every field having its old value again; what is left, and why, is said.</summary>
    Left,
}

/// <summary>One field of a change.</summary>
/// <param name="Field">Which.</param>
/// <param name="Old">Its value before.</param>
/// <param name="New">The value asked for.</param>
public sealed record FieldChange(AuditSetting Field, uint Old, uint New);

/// <summary>A change of the configuration, as it is kept in the journal. Immutable.</summary>
public sealed record ChangeRecord
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>The boot in which it was made. A boot takes every change back by itself.</summary>
    public required string BootId { get; init; }

    /// <summary>Who asked for it.</summary>
    public required Requester By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The fields that differ, in the order in which they were sent.</summary>
    public required IReadOnlyList<FieldChange> Fields { get; init; }

    /// <summary>Where it stands.</summary>
    public ChangeState State { get; init; }

    /// <summary>When it is taken back by the time of day, for people; <see langword="null"/> for a change for good.</summary>
    public DateTimeOffset? RevertsAt { get; init; }

    /// <summary>The same on the clock that nobody sets (<see cref="TimeProvider.GetTimestamp"/>), which all processes of a boot share.</summary>
    public long? Due { get; init; }

    /// <summary>How long there is to confirm it.</summary>
    public TimeSpan? ConfirmWithin { get; init; }

    /// <summary>When it ended; <see langword="null"/> while it is pending.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>How it ended, or what is noteworthy, in a sentence.</summary>
    public string? Note { get; init; }

    /// <summary>What became of each field when it was taken back.</summary>
    public IReadOnlyList<FieldReversal> Reversal { get; init; } = [];

    /// <summary>Whether its end has yet to be written down as activity, because no console ran.</summary>
    public bool IsUntold { get; init; }

    /// <summary>The change as it ends when its fields were taken back.</summary>
    /// <param name="reversal">What became of each.</param>
    /// <param name="at">When.</param>
    /// <param name="why">Why, in a sentence.</param>
    public ChangeRecord TakenBack(IReadOnlyList<FieldReversal> reversal, DateTimeOffset at, string why) => this with
    {
        State = reversal.All(field => field.IsBack) ? ChangeState.Reverted : ChangeState.Left,
        SettledAt = at,
        Reversal = reversal,
        Note = why,
    };
}
