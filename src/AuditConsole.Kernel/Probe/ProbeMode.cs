namespace AuditConsole.Kernel.Probe;

/// <summary>How much a probe looks at.</summary>
public enum ProbeMode
{
    /// <summary>What kauditd takes and what is lost. Nothing runs in the audited processes, except where the kernel loses one of their records.</summary>
    Light = 0,

    /// <summary>
    /// Also when each record is on its way into the queue, for the mean backlog and the mean wait. It adds three atomic additions to each
    /// record in the process that is audited, and needs Linux 5.12.
    /// </summary>
    Full = 1,
}
