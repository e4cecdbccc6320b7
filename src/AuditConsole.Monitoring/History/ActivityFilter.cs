namespace AuditConsole.Monitoring.History;

/// <summary>Which entries of the activity are wanted; what is left out filters nothing.</summary>
/// <param name="Host">The host.</param>
public sealed record ActivityFilter(string Host)
{
    /// <summary>The first moment.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The first moment after the last one.</summary>
    public DateTimeOffset To { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Kinds of which an entry has one.</summary>
    public IReadOnlyCollection<ActivityKind>? Kinds { get; init; }

    /// <summary>Who did it, in full and in any case.</summary>
    public string? Actor { get; init; }

    /// <summary>What the text, the reason, the field or the origin contain, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>The last entry of the page before this one: only what comes after it in the list, which begins with the newest, is wanted.</summary>
    public KeptActivity? After { get; init; }

    /// <summary>How many at most.</summary>
    public int Most { get; init; } = int.MaxValue;
}
