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

    /// <summary>Peaks are known in another way than before.</summary>
    TierChanged = 9,

    /// <summary>The console left the stream of records because too many of them were its own doing.</summary>
    StreamLeft = 10,

    /// <summary>An operator wrote something down; the text is theirs.</summary>
    Note = 11,

    /// <summary>An alert fired, was resolved, silenced, or is no longer silenced.</summary>
    Alert = 12,

    /// <summary>An operator changed a field of the configuration, or tried to.</summary>
    Configured = 13,

    /// <summary>An operator confirmed a change that would have been taken back.</summary>
    ChangeConfirmed = 14,

    /// <summary>A change that nobody confirmed in time was taken back.</summary>
    ChangeReverted = 15,

    /// <summary>Somebody signed in or out, or tried to; an account or a token was made, changed or ended.</summary>
    Access = 16,
}
