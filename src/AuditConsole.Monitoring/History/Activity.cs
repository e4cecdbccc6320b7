namespace AuditConsole.Monitoring.History;

/// <summary>What kind of thing happened.</summary>
public enum ActivityKind
{
    /// <summary>The console began to watch.</summary>
    Started = 0,

    /// <summary>An operator began a new baseline of the mark shown.</summary>
    BaselineReset = 1,

    /// <summary>An operator cleared the source's own mark.</summary>
    SourceReset = 2,

    /// <summary>An operator cleared <c>lost</c>.</summary>
    LostReset = 3,

    /// <summary>An operator cleared <c>backlog_wait_time_actual</c>.</summary>
    WaitReset = 4,

    /// <summary>A field of the configuration changed, not through this console.</summary>
    Changed = 5,

    /// <summary>The console ended between a read-and-clear and the commit of its answer.</summary>
    ClearInterrupted = 6,

    /// <summary>The source's mark fell without this console clearing it.</summary>
    ClearedElsewhere = 7,

    /// <summary>The history could not be written; what waited for it is named.</summary>
    HistoryTrouble = 8,
}

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
}
