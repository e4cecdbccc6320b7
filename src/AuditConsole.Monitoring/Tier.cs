namespace AuditConsole.Monitoring;

/// <summary>How a peak is known, from the weakest word to the strongest.</summary>
public enum Tier
{
    /// <summary>The backlog was asked for now and then: the peak is a lower bound.</summary>
    Sampled = 0,

    /// <summary>An eBPF program looks at the queue before each record leaves it: exact within one record.</summary>
    Probe = 1,

    /// <summary>The in-process engine keeps the mark: exact, but simulated.</summary>
    Engine = 2,

    /// <summary>The kernel keeps <c>backlog_max_depth</c>: exact.</summary>
    Kernel = 3,
}

/// <summary>What a peak says about the true one.</summary>
public enum Bound
{
    /// <summary>It is the true one.</summary>
    Exact = 0,

    /// <summary>The true one is this or higher.</summary>
    AtLeast = 1,
}
