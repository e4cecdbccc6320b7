namespace AuditConsole.Engine.Queue;

/// <summary>Decides whether one more record keeps to <c>rate_limit</c>. Any thread may call.</summary>
/// <remarks>
/// With a limit of R the first R − 1 records pass; the next passes only when more than a second has gone by since the window
/// began, and then begins a new one. Source: <c>audit_rate_check</c> in <c>kernel/audit.c</c>.
/// </remarks>
internal sealed class RateCheck(JiffyClock clock)
{
    private readonly Lock _gate = new();
    private long _windowStart;
    private uint _records;

    public bool Passes(uint rateLimit)
    {
        if (rateLimit == 0)
        {
            return true;
        }

        lock (_gate)
        {
            if (++_records < rateLimit)
            {
                return true;
            }

            var now = clock.Now;
            if (now - _windowStart <= clock.Hz)
            {
                return false;
            }

            _windowStart = now;
            _records = 0;
            return true;
        }
    }
}
