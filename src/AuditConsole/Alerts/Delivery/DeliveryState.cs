namespace AuditConsole.Alerts.Delivery;

/// <summary>How a receiver stands. Immutable.</summary>
public sealed record DeliveryState
{
    /// <summary>The receiver's key.</summary>
    public required string Key { get; init; }

    /// <summary>Its address as far as that is no secret.</summary>
    public required string Receiver { get; init; }

    /// <summary>What is posted.</summary>
    public WebhookFormat Format { get; init; }

    /// <summary>When it last took something.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>How many it took since the start.</summary>
    public long Delivered { get; init; }

    /// <summary>How many wait for it.</summary>
    public int Waiting { get; init; }

    /// <summary>When it is tried again; <see langword="null"/> while nothing failed.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>Why it did not take something the last time, until it takes something again.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>How many it refused for good, since the start.</summary>
    public long Refused { get; init; }

    /// <summary>How many were dropped because too many waited, since the start.</summary>
    public long Dropped { get; init; }
}
