using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History.Waiting;

/// <summary>A closed window that the history has not taken yet, and the state it leaves.</summary>
internal sealed record UncommittedWindow(PollWindow Window, HostState State);
