namespace AuditConsole.Engine.Loss;

/// <summary>Decides whether one more line may be printed: ten in five seconds, the rest are dropped. Any thread may call.</summary>
/// <remarks>Source: <c>printk_ratelimit</c> in <c>kernel/printk/printk.c</c>, with the kernel's default interval and burst.</remarks>
internal sealed class PrintkLimit(TimeProvider time)
{
    private const int Burst = 10;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long? _begin;
    private int _printed;

    public bool Passes()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_begin is not { } begin || time.GetElapsedTime(begin, now) > s_interval)
            {
                _begin = now;
                _printed = 0;
            }

            return ++_printed <= Burst;
        }
    }
}
