using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Records;

/// <summary>A closed window that is committed once the records of its time have come.</summary>
/// <param name="Window">As it was closed.</param>
/// <param name="State">What is committed with it.</param>
/// <param name="OwnClear">Our clear at its end, whose record comes after all others of its time; <see langword="null"/> where there was none.</param>
/// <param name="CatchUp">What tells so without that record.</param>
/// <param name="Breaks">The stream's breaks when the window closed.</param>
/// <param name="ClosedAt">When that was.</param>
internal sealed record WaitingWindow(
    PollWindow Window, HostState State, OwnClear? OwnClear, CatchUp CatchUp, long Breaks, DateTimeOffset ClosedAt)
{
    /// <summary>How a record that comes now stands to it.</summary>
    public RecordOrder Order => OwnClear switch
    {
        null => RecordOrder.ByStamp,
        { Told: true } => RecordOrder.AfterItsEnd,
        _ => RecordOrder.BeforeItsEnd,
    };
}
