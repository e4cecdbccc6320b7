namespace AuditConsole.Engine;

/// <summary>The settable fields of the status, as they stand now. Any thread may read; only the holder of the control lock writes.</summary>
internal sealed class EngineSettings(AuditEngineOptions options)
{
    private volatile uint _enabled = options.Enabled;
    private volatile uint _failure = options.Failure;
    private volatile uint _rateLimit = options.RateLimit;
    private volatile uint _backlogLimit = options.BacklogLimit;
    private volatile uint _backlogWaitTime = options.BacklogWaitTime;

    public uint Enabled { get => _enabled; set => _enabled = value; }

    public uint Failure { get => _failure; set => _failure = value; }

    public uint RateLimit { get => _rateLimit; set => _rateLimit = value; }

    public uint BacklogLimit { get => _backlogLimit; set => _backlogLimit = value; }

    public uint BacklogWaitTime { get => _backlogWaitTime; set => _backlogWaitTime = value; }

    /// <summary><c>audit_default</c>: whether records are held for an auditd that is not there.</summary>
    public bool AuditDefault => options.AuditDefault;

    /// <summary>The longest <c>backlog_wait_time</c>, in jiffies.</summary>
    public uint LongestWait => AuditEngineOptions.LongestWaitSeconds * (uint)options.Hz;

    public int StatusSize => options.StatusSize;

    public bool RefuseUnknownFields => options.RefuseUnknownFields;
}
