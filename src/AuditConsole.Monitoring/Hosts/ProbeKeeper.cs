using AuditConsole.Monitoring.Watchers;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Keeps a probe attached and proven. Starting and proving take time, so they run beside the monitor's loop, which looks in with each sample.</summary>
internal sealed class ProbeKeeper(HostDescription host, TimeProvider time) : IDisposable
{
    /// <summary>A refusal may be lifted while the console runs; so often it is asked for again.</summary>
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(15);

    /// <summary>A program that has stopped to run says nothing of it, so it is proven again so often while no record passes.</summary>
    internal static readonly TimeSpan ProveAgainAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_proofPatience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _starting;
    private ProbeAttempt? _started;
    private Task? _proving;
    private ProbeAttempt? _attempt;
    private IReadOnlyList<string> _doubts = [];
    private bool _coversWindow;
    private bool _suspected;
    private bool _wanted;
    private long _retryDue;
    private long _proofDue;

    /// <summary>Whether the window under way will have a peak from the probe that can be trusted.</summary>
    public bool IsExact => _coversWindow && Probe is { IsVerified: true } && _doubts.Count == 0;

    /// <summary>The highest backlog the probe has seen in this window; <see langword="null"/> where it is not to be trusted.</summary>
    public uint? Peak => IsExact ? Probe!.Peak : null;

    /// <summary>Where the probe stands, as one sentence; empty where none is wanted.</summary>
    public string Sentence => (_wanted, _attempt) switch
    {
        (false, _) => "",
        (_, null) => "The probe is being attached.",
        (_, { Probe: null } refused) => $"No probe: {string.Join(' ', refused.Refusals)}",
        (_, { Probe: { IsVerified: false } probe }) => $"The probe is attached ({probe.Hook}) and not yet verified: no record has passed it.",
        (_, { Probe: { } probe }) when _doubts.Count > 0 => $"The probe ({probe.Hook}) is in doubt: {string.Join(' ', _doubts)}",
        (_, { Probe: { } probe } started) =>
            string.Join(' ', [.. started.Refusals, $"The probe is attached ({probe.Hook}) and has been seen to count.", .. started.Without]),
    };

    private IBacklogProbe? Probe => _attempt?.Probe;

    /// <summary>Starts, adopts and proves as far as that is due. Never waits.</summary>
    public void Tend(AuditStatus status)
    {
        _wanted = host.StartProbe is not null && (status.BacklogMaxDepth is null || host.PrefersProbe);
        if (!_wanted || host.StartProbe is not { } start)
        {
            return;
        }

        var now = time.GetTimestamp();
        if (_starting is { IsCompleted: true })
        {
            _attempt = _started;
            _starting = null;
            _retryDue = time.After(RetryAfter);
            _proofDue = now;
        }
        else if (_starting is null && Probe is null && (_attempt is null || now >= _retryDue))
        {
            _starting = StartAsync(start);
        }

        // With auditing disabled the kernel writes no record, so nothing could be proven.
        if (Probe is { } probe && _proving is not { IsCompleted: false } && status.Enabled != 0
            && (now >= _proofDue || (!probe.IsVerified && _suspected)))
        {
            _suspected = false;
            _proofDue = time.After(ProveAgainAfter);
            _proving = ProveAsync(probe);
        }
    }

    /// <summary>Ends the probe's window with that of the monitor.</summary>
    /// <param name="moved">Whether something else shows that records passed: a backlog, a loss, a wait.</param>
    /// <returns>What it saw, and whether that can be trusted for the whole window.</returns>
    public (ProbeTake? Take, bool Exact) Take(bool moved)
    {
        if (Probe is not { } probe)
        {
            return (null, false);
        }

        var take = probe.Take();
        _doubts = take.Doubts;
        var exact = IsExact;
        if (take.Records > 0)
        {
            _proofDue = time.After(ProveAgainAfter);
        }
        else if (moved)
        {
            _suspected = true;
            _doubts = ["Records were in the queue and none passed the probe."];
            _proofDue = time.GetTimestamp();
            exact = false;
        }

        _coversWindow = true;
        return (take with { Doubts = _doubts }, exact);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stop.Cancel();
            _started?.Probe?.Dispose();
        }
    }

    private async Task StartAsync(Func<Task<ProbeAttempt>> start)
    {
        ProbeAttempt attempt;
        try
        {
            attempt = await start().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever goes wrong with a probe, the host is watched on without one.
            attempt = new ProbeAttempt(null, [$"Attaching it failed: {e.Message}"], []);
        }

        lock (_gate)
        {
            _started = attempt;
            if (_stop.IsCancellationRequested)
            {
                attempt.Probe?.Dispose();
            }
        }
    }

    private async Task ProveAsync(IBacklogProbe probe)
    {
        try
        {
            await probe.ProveAsync(s_proofPatience, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The console ends.
        }
    }
}
