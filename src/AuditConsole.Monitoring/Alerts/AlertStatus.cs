namespace AuditConsole.Monitoring.Alerts;

/// <summary>How an alert stands, and how it came to that. Immutable.</summary>
public sealed record AlertStatus
{
    /// <summary>The rule's name.</summary>
    public required string Rule { get; init; }

    /// <summary>Where it stands.</summary>
    public AlertState State { get; init; }

    /// <summary>Since when the condition has held; <see langword="null"/> before it first did.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it fired; <see langword="null"/> while it has not.</summary>
    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>When it was resolved; <see langword="null"/> while it is not.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>When the condition was last found to hold.</summary>
    public DateTimeOffset? RaisedAt { get; init; }

    /// <summary>Since when a firing alert's condition has been over; <see langword="null"/> while it is not.</summary>
    public DateTimeOffset? ClearSince { get; init; }

    /// <summary>The last figure while the condition held, in the rule's unit.</summary>
    public double? Value { get; init; }

    /// <summary>The worst figure since it has held.</summary>
    public double? Worst { get; init; }

    /// <summary>What is the case, or was when it last held, with its numbers.</summary>
    public string Text { get; init; } = "";

    /// <summary>What to do.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>How much it matters.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>Names this firing: the same over restarts, another one the next time.</summary>
    public string? Id => FiredAt is { } fired ? $"{Rule}-{fired.ToUnixTimeMilliseconds()}" : null;

    /// <summary>What each receiver was told of this firing, by the receiver's key: nothing yet, that it fires, or that it is resolved.</summary>
    public IReadOnlyDictionary<string, ToldPhase> Told { get; init; } = new Dictionary<string, ToldPhase>();
}

/// <summary>What a receiver was told of an alert.</summary>
public enum ToldPhase
{
    /// <summary>It is to be told, and was not yet.</summary>
    Owed,

    /// <summary>That it fires.</summary>
    Firing,

    /// <summary>That it is resolved, or that it was given up to tell it.</summary>
    Resolved,
}
