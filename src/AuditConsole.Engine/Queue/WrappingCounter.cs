namespace AuditConsole.Engine.Queue;

/// <summary>A 32-bit counter that goes on at 0 after 2^32 − 1 and can be read and cleared in one step. Any thread may call any member.</summary>
/// <remarks>Source: <c>audit_lost</c> and <c>audit_backlog_wait_time_actual</c>, both <c>atomic_t</c>, in <c>kernel/audit.c</c>.</remarks>
internal sealed class WrappingCounter(uint start = 0)
{
    private uint _value = start;

    public uint Value => Volatile.Read(ref _value);

    public void Add(uint amount) => Interlocked.Add(ref _value, amount);

    public uint ReadAndClear() => Interlocked.Exchange(ref _value, 0);
}
