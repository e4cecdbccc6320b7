namespace AuditConsole.Monitoring.History;

/// <summary>Something that was done or found.</summary>
/// <param name="Host">Where.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Actor">Who: an operator, or <c>console</c> for what it found itself.</param>
/// <param name="Value">The value that a reset returned.</param>
/// <param name="Tier">How that value is known.</param>
/// <param name="Text">One sentence for people.</param>
public sealed record Activity(string Host, DateTimeOffset At, ActivityKind Kind, string Actor, uint? Value, Tier? Tier, string Text)
{
    /// <summary>The actor of what the console found itself.</summary>
    public const string Console = "console";

    /// <summary>From where it was asked, and how; <see langword="null"/> for what the console found itself.</summary>
    public string? Origin { get; init; }

    /// <summary>Why, in the operator's words.</summary>
    public string? Reason { get; init; }

    /// <summary>The field of the status that a change is about, by the kernel's name.</summary>
    public string? Field { get; init; }

    /// <summary>What the field was before.</summary>
    public uint? OldValue { get; init; }

    /// <summary>What the field is after, or was meant to be.</summary>
    public uint? NewValue { get; init; }

    /// <summary>Whether it was refused, so that nothing changed; the text says by whom and why.</summary>
    public bool Refused { get; init; }

    /// <summary>The text, with the reason where one was given.</summary>
    public string Sentence => Reason is null ? Text : $"{Text} Reason: {Reason}";
}
