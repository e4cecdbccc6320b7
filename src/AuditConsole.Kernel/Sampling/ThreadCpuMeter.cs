using AuditConsole.Kernel.Netlink;

namespace AuditConsole.Kernel.Sampling;

/// <summary>The processor time of the one thread that calls, from its beginning on, and that of the two kernel threads behind each reply.</summary>
/// <remarks>
/// For each AUDIT_GET kthreadd starts a thread that sends the reply. kthreadd's own time is in its <c>schedstat</c>, which is read every
/// 10 ms; the thread it started is gone by then and is taken for half as much again, which measurement bears out. What kthreadd did for
/// others is charged too. Where <c>schedstat</c> cannot be read, the round trip is charged instead, up to 1 ms: both threads work while the
/// request is under way, one after the other. Sources: <c>audit_send_reply</c> in <c>kernel/audit.c</c>; <c>kernel/kthread.c</c>.
/// </remarks>
internal sealed class ThreadCpuMeter : ICpuMeter, IDisposable
{
    private const string Kthreadd = "2";
    private const double ReplyThread = 0.5;
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longestRoundTrip = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly ProcFile? _kthreadd;
    private long _looked;
    private TimeSpan _kthreaddUsed;
    private TimeSpan _used;

    public ThreadCpuMeter(string proc, TimeProvider time)
    {
        _time = time;
        _looked = time.GetTimestamp();
        var schedstat = ProcFile.TryOpen(Path.Combine(proc, Kthreadd, "schedstat"));
        if (schedstat is not null && Nanoseconds(schedstat) is { } used)
        {
            _kthreadd = schedstat;
            _kthreaddUsed = used;
        }
        else
        {
            schedstat?.Dispose();
        }
    }

    public TimeSpan Charge(TimeSpan roundTrip)
    {
        var kernel = OfKernelThreads(roundTrip);
        _ = LibC.ClockGetTime(LibC.ClockThreadCpuTime, out var time);
        var used = time.ToTimeSpan();
        var own = used - _used;
        _used = used;
        return own + kernel;
    }

    public void Dispose() => _kthreadd?.Dispose();

    private static TimeSpan? Nanoseconds(ProcFile schedstat) =>
        ProcFile.Number(schedstat.Read(), []) is { } nanoseconds ? new TimeSpan(nanoseconds / TimeSpan.NanosecondsPerTick) : null;

    private TimeSpan OfKernelThreads(TimeSpan roundTrip)
    {
        if (_kthreadd is null)
        {
            return roundTrip < s_longestRoundTrip ? roundTrip : s_longestRoundTrip;
        }

        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(_looked, now) < s_lookInterval || Nanoseconds(_kthreadd) is not { } used)
        {
            return TimeSpan.Zero;
        }

        var since = used - _kthreaddUsed;
        _kthreaddUsed = used;
        _looked = now;
        return since * (1 + ReplyThread);
    }
}
