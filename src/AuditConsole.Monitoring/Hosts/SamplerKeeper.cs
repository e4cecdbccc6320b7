using AuditConsole.Monitoring.Watchers;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Runs a sampler as long as nothing better tells the peak. Runs in the monitor's loop.</summary>
internal sealed class SamplerKeeper(HostDescription host, TimeProvider time) : IDisposable
{
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private IBacklogSampler? _sampler;
    private bool _coversWindow;
    private long _retryDue;

    /// <summary>How it is doing; <see langword="null"/> when it does not run.</summary>
    public SamplerState? State { get; private set; }

    /// <summary>Starts or stops it, as the tier asks.</summary>
    public void Tend(Tier tier)
    {
        if (tier != Tier.Sampled)
        {
            Stop();
        }
        else if (_sampler is null && host.StartSampler is { } start && time.GetTimestamp() >= _retryDue)
        {
            Start(start);
        }

        State = _sampler?.State ?? State;
    }

    /// <summary>What it was last told, if it asked after that timestamp.</summary>
    public (AuditStatus Status, DateTimeOffset At)? Latest(long askedAfter) => _sampler?.Latest(askedAfter);

    /// <summary>Ends its window with that of the monitor.</summary>
    /// <returns>What it saw, and whether it ran for the whole window.</returns>
    public (SamplerTake? Take, bool WholeWindow) Take()
    {
        var whole = _coversWindow;
        _coversWindow = _sampler is not null;
        return (_sampler?.Take(), whole);
    }

    public void Dispose() => Stop();

    private void Start(Func<IBacklogSampler> start)
    {
        try
        {
            _sampler = start();
        }
        catch (AuditException e)
        {
            State = new SamplerState(TimeSpan.Zero, 0, false, host.Explain(e));
            _retryDue = time.After(RetryAfter);
        }
    }

    private void Stop()
    {
        _sampler?.Dispose();
        _sampler = null;
        _coversWindow = false;
        State = null;
    }
}
