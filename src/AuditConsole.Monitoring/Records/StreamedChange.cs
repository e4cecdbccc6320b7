using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>A change of the status as the stream told it.</summary>
/// <param name="Change">What the record says.</param>
/// <param name="At">The kernel's time of it, which may be a tick behind.</param>
internal sealed record StreamedChange(ConfigChange Change, DateTimeOffset At);
