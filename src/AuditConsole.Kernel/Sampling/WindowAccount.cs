using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Sampling;

/// <summary>The window under way: what was seen in it, and for how long nothing could be.</summary>
/// <remarks>Not thread-safe; times are since the start.</remarks>
/// <param name="overdue">How long after its last sample a window that ends waits for no other: that time is then blind.</param>
internal sealed class WindowAccount(TimeSpan overdue)
{
    private TimeSpan _from;
    private TimeSpan _last;
    private TimeSpan _heldUntil;
    private KauditdLook _lookBefore;
    private uint _backlog;
    private SampledWindow _window = Empty;
    private uint _peak;
    private DateTimeOffset? _peakAt;
    private long _samples;
    private TimeSpan _blind;
    private TimeSpan _held;
    private TimeSpan _cpu;

    private static SampledWindow Empty { get; } = new(0, null, 0, TimeSpan.Zero, TimeSpan.Zero, 0);

    /// <summary>A sample that was answered, with a look at kauditd on both sides of it.</summary>
    public void Add(TimeSpan at, DateTimeOffset wall, uint backlog, KauditdLook before, KauditdLook after)
    {
        // kauditd slept from before the last sample until after this one: the backlog can only have grown to what it is now.
        var slept = _lookBefore.Asleep && after.Asleep && _lookBefore.Switches == after.Switches && backlog >= _backlog;
        if (at > _last)
        {
            _blind += slept ? TimeSpan.Zero : at - _last;
            _last = at;
        }

        (_lookBefore, _backlog) = (before, backlog);
        _samples++;
        if (_peakAt is null || backlog > _peak)
        {
            (_peak, _peakAt) = (backlog, wall);
        }
    }

    public void AddFailure(AuditException failure) => _window = _window with { Failed = _window.Failed + 1, Failure = failure };

    /// <summary>A time in which the kernel held a request; what has been added of it before is not added again.</summary>
    public void AddHeld(TimeSpan from, TimeSpan to)
    {
        _held += to - (from > _heldUntil ? from : _heldUntil);
        _heldUntil = to;
    }

    public void AddCpu(TimeSpan used) => _cpu += used;

    /// <summary>Ends the window.</summary>
    /// <param name="now">When that is.</param>
    /// <param name="heldSince">Since when the kernel has held a request, if it does.</param>
    public SampledWindow Take(TimeSpan now, TimeSpan? heldSince)
    {
        if (heldSince is { } since)
        {
            AddHeld(since, now);
        }

        if (now - _last > overdue)
        {
            _blind += now - _last;
            _last = now;
        }

        var lasted = now - _from;
        var window = _window with
        {
            Peak = _peak,
            PeakAt = _peakAt,
            Samples = _samples,
            Blind = _blind,
            Held = _held,
            CpuShare = lasted > TimeSpan.Zero ? _cpu / lasted : 0,
        };
        _from = now;
        _window = Empty;
        (_peak, _peakAt, _samples, _blind, _held, _cpu) = (0, null, 0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        return window;
    }
}
