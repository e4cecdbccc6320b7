using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Sampling;

/// <summary>One sample after the other, and the window they make.</summary>
/// <remarks><see cref="Step"/> belongs to one thread; the others may be called at any time and never wait for the kernel.</remarks>
internal sealed class SamplingRun(SamplerOptions options, TimeProvider time, IRequestSocket socket, KauditdWatch kauditd, ICpuMeter meter)
{
    /// <summary>A send that takes this long, with the backlog over its limit, is held by the kernel; it takes some 20 µs otherwise.</summary>
    public static readonly TimeSpan Holding = TimeSpan.FromMilliseconds(50);

    /// <summary>A send that takes this long is held whatever the last backlog was. A machine short of processors delays nobody for so long.</summary>
    public static readonly TimeSpan SurelyHeld = TimeSpan.FromSeconds(1);

    /// <summary>The shortest interval at which kauditd is looked at: two looks cost about as much as a sample.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private readonly StatusExchange _exchange = new(socket, time);
    private readonly SamplingPace _pace = new(options);
    private readonly WindowAccount _window = new(overdue: options.LongestInterval * 2);
    private readonly RecentCpu _recent = new();
    private readonly byte[] _status = new byte[AuditStatus.PatchedSize];
    private BacklogReading? _reading;
    private int _statusLength;
    private long _statusAsked;
    private DateTimeOffset _statusAt;
    private KauditdLook _look;
    private AuditException? _failure;
    private bool _stopped;

    public SamplerState State
    {
        get
        {
            lock (_gate)
            {
                var now = Now;
                return new SamplerState(_pace.Interval, _recent.Share(now), now - HeldSince(now), kauditd.Found, _failure, _stopped);
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Takes a sample.</summary>
    /// <returns>How long to wait until the next.</returns>
    public TimeSpan Step()
    {
        // Only this thread changes the interval.
        var looks = _pace.Interval >= LookInterval;
        var before = looks ? kauditd.Look() : default;
        var wall = time.GetUtcNow();
        var exchange = _exchange.Ask();
        var after = looks ? kauditd.Look() : default;
        var (asked, sent) = (time.GetElapsedTime(_start, exchange.Asked), time.GetElapsedTime(_start, exchange.Sent));
        var held = IsHeld(sent - asked, exchange.Reading);
        var cost = meter.Charge(time.GetElapsedTime(held ? exchange.Sent : exchange.Asked, exchange.Ended));
        var failure = Failure(exchange);
        lock (_gate)
        {
            var now = Now;
            _failure = failure;
            _window.AddCpu(cost);
            _recent.Add(now, cost);
            if (held)
            {
                _window.AddHeld(asked, sent);
            }

            if (failure is not null)
            {
                _window.AddFailure(failure);
                return _pace.Next(now, answered: false, moved: false, cost);
            }

            Keep(exchange.Asked, wall);
            _window.Add(asked, wall, exchange.Reading.Backlog, before, after);
            return _pace.Next(now, answered: true, Moved(exchange.Reading, before, after), cost);
        }
    }

    /// <summary>The last status, if it was asked for after a timestamp of the clock.</summary>
    public bool TryLatest(long askedAfter, out AuditStatus status, out DateTimeOffset at)
    {
        lock (_gate)
        {
            var isThere = _statusLength > 0 && _statusAsked > askedAfter;
            (status, at) = isThere ? (AuditStatus.Parse(_status.AsSpan(0, _statusLength)), _statusAt) : (new AuditStatus(), default);
            return isThere;
        }
    }

    /// <summary>Ends the window and begins the next.</summary>
    public SampledWindow Take()
    {
        lock (_gate)
        {
            var now = Now;
            return _window.Take(now, HeldSince(now));
        }
    }

    /// <summary>No more samples follow.</summary>
    /// <param name="reason">Why, unless the owner wanted it so.</param>
    public void Stop(AuditException? reason)
    {
        lock (_gate)
        {
            _stopped = true;
            _failure = reason;
        }
    }

    // What is beyond the fields known has no reader.
    private void Keep(long asked, DateTimeOffset at)
    {
        var status = _exchange.Status;
        _statusLength = Math.Min(status.Length, _status.Length);
        status[.._statusLength].CopyTo(_status);
        (_statusAsked, _statusAt) = (asked, at);
    }

    private static AuditException? Failure(in Exchange exchange) => exchange.End switch
    {
        ExchangeEnd.Answered => null,
        ExchangeEnd.Refused => new AuditRefusedException(AuditMessageType.Get, exchange.Errno),
        ExchangeEnd.SendFailed => NetlinkFailure.Of(NetlinkStep.Send, exchange.Errno),
        ExchangeEnd.ReceiveFailed => NetlinkFailure.Of(NetlinkStep.Receive, exchange.Errno),
        _ => new AuditUnavailableException(
            $"The kernel did not answer AUDIT_GET within {StatusExchange.Patience.TotalMilliseconds:0} ms. It is asked again, less often."),
    };

    private bool Moved(BacklogReading reading, KauditdLook before, KauditdLook after)
    {
        var moved = _reading is { } last && last != reading || kauditd.Found && before.Asleep && _look.Asleep && before.Switches != _look.Switches;
        _reading = reading;
        _look = after;
        return moved;
    }

    private static bool IsHeld(TimeSpan took, BacklogReading reading) => took >= SurelyHeld || (took >= Holding && reading.IsOverLimit);

    private TimeSpan? HeldSince(TimeSpan now) =>
        _exchange.Sending is { } sending && time.GetElapsedTime(_start, sending) is var since && IsHeld(now - since, _reading ?? default) ? since : null;
}
