namespace AuditConsole.Monitoring.Windows;

/// <summary>What the order of the stream tells of a record and the window that closed last.</summary>
internal enum RecordOrder
{
    /// <summary>No closed window waits for records.</summary>
    NothingWaits,

    /// <summary>The window ended without a clear of ours, so only stamps tell.</summary>
    ByStamp,

    /// <summary>The record of our own clear at the window's end has not come yet: this one is from before it.</summary>
    BeforeItsEnd,

    /// <summary>That record has come: this one is from after it.</summary>
    AfterItsEnd,
}
