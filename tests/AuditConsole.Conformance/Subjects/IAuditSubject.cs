namespace AuditConsole.Conformance.Subjects;

/// <summary>An audit subsystem under test: the engine, or a kernel.</summary>
public interface IAuditSubject
{
    /// <summary>What may be done to it.</summary>
    Reach Allows { get; }

    /// <summary>HZ: jiffies per second, in which both wait times count.</summary>
    int Hz { get; }

    /// <summary>Bytes of its <c>struct audit_status</c>: 48 with <c>backlog_max_depth</c>, 44 without.</summary>
    int StatusSize { get; }

    /// <summary>Whether AUDIT_SET refuses mask bits it does not know, as Linux 7.3 does.</summary>
    bool RefusesUnknownFields { get; }

    /// <summary>Whether it was booted with <c>audit=1</c>, so that records are held for an auditd that is not there.</summary>
    bool AuditDefault { get; }

    /// <summary>Whether its records name their source in fields that the engine does not write (<c>comm</c>, <c>exe</c>, <c>tty</c>).</summary>
    bool IsKernel { get; }

    /// <summary>The process the requests come from, as the subject sees it.</summary>
    uint ProcessId { get; }

    /// <summary>Opens a socket of its own.</summary>
    IAuditSocket Open(SocketOptions options);

    /// <summary>Logs records as tasks do whose system calls are audited: the limit binds them and they may be put to sleep.</summary>
    /// <param name="tasks">How many tasks at once.</param>
    /// <param name="records">Records of each, at least.</param>
    /// <returns>What to dispose afterwards, which leaves records of its own on a kernel.</returns>
    Task<IAsyncDisposable> FloodAsTasksAsync(int tasks, int records);
}
