using System.Threading.Channels;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <inheritdoc cref="IHostMonitor"/>
/// <remarks>
/// One loop does everything that touches the host, so nothing else has to be ordered. It survives every failure of the host
/// and of the history: the failure is published, the connection opened anew, the unwatched time accounted for.
/// </remarks>
public sealed class HostMonitor : IHostMonitor, IDisposable
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private readonly HostDescription _host;
    private readonly MonitorOptions _options;
    private readonly TimeProvider _time;
    private readonly HostContext _context;
    private readonly HostWatch _watch;
    private readonly HostResets _resets;
    private readonly HostChanges _changes;
    private readonly Channel<MonitorRequest> _requests = Channel.CreateBounded<MonitorRequest>(64);

    /// <summary>Creates a monitor that does nothing until it runs.</summary>
    /// <param name="host">What to watch.</param>
    /// <param name="history">Where windows go.</param>
    /// <param name="lease">Whether the mark may be cleared here; stays the caller's to dispose.</param>
    /// <param name="options">How often.</param>
    /// <param name="time">The clock.</param>
    public HostMonitor(HostDescription host, IHistory history, Lease lease, MonitorOptions options, TimeProvider time)
    {
        _host = host;
        _options = options;
        _time = time;
        Feed = new HostFeed(host, time.GetUtcNow());
        _context = new HostContext(Feed, history, lease, options, time);
        var source = new SourceMark(_context);
        _changes = new HostChanges(_context);
        _watch = new HostWatch(_context, source, _changes);
        _resets = new HostResets(_context, source);
    }

    /// <inheritdoc/>
    public HostFeed Feed { get; }

    /// <summary>Watches the host until cancelled; commits the window under way before it ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The records of the last clear are read too, so their reader stops after the loop.
        using var stopReading = new CancellationTokenSource();
        var reading = _context.Stream.RunAsync(stopReading.Token);
        try
        {
            await WatchAsync(cancellationToken).ConfigureAwait(false);
            await _context.Records.SettleAsync(CancellationToken.None).ConfigureAwait(false);
            await _context.Committer.StopAsync(CancellationToken.None).ConfigureAwait(false);
            await _context.Trail.StopAsync().ConfigureAwait(false);
        }
        finally
        {
            await stopReading.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<ResetResult> ResetMarkAsync(ResetKind kind, Requester by, CancellationToken cancellationToken)
    {
        if (kind == ResetKind.Baseline)
        {
            return _resets.BaselineAsync(by, cancellationToken);
        }

        if (Feed.Latest?.Tier is Tier.Sampled or Tier.Probe)
        {
            throw new ResetRefusedException("This kernel keeps no high-water mark, so there is nothing to clear but this console's own baseline: send {\"kind\":\"baseline\"}.");
        }

        if (Feed.State.ClearRefusal is { } refusal)
        {
            throw new ResetRefusedException($"{refusal} A new baseline here does not disturb it: send {{\"kind\":\"baseline\"}}.");
        }

        return AskAsync((client, token) => _resets.SourceAsync(client, by, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ResetResult> ResetCounterAsync(AuditCounter counter, Requester by, CancellationToken cancellationToken) =>
        Feed.State.ClearRefusal is { } refusal
            ? throw new ResetRefusedException($"{refusal} Only the console that holds the lease of a host clears its counters.")
            : AskAsync((client, token) => _resets.CounterAsync(client, counter, by, token), cancellationToken);

    /// <inheritdoc/>
    public Task<ChangeRecord> ChangeAsync(ConfigChangeRequest request, Requester by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ChangeRules.Complaint(request, _host.Hz) is { } complaint
            ? throw new ChangeInvalidException(complaint)
            : AskAsync((client, token) => _changes.ApplyAsync(client, request, by, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ChangeRecord> ConfirmChangeAsync(string id, Requester by, CancellationToken cancellationToken) =>
        AskAsync((_, token) => _changes.ConfirmAsync(id, by, token), cancellationToken);

    /// <inheritdoc/>
    public Task<ChangeRecord> RevertChangeAsync(string id, Requester by, CancellationToken cancellationToken) =>
        AskAsync((client, token) => _changes.RevertAsync(client, id, by, token), cancellationToken);

    /// <inheritdoc/>
    public Task NoteAsync(ActivityKind kind, Requester by, string text, CancellationToken cancellationToken) =>
        _context.RecordAsync(kind, by, null, _context.Now(), text, cancellationToken);

    /// <summary>Lets go of what the monitor holds; it must not be running.</summary>
    public void Dispose() => _context.Dispose();

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var pause = s_shortestPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            var answeredBefore = Feed.Latest?.At;
            try
            {
                var client = new AuditClient(_host.Connect(), _time);
                await using (client.ConfigureAwait(false))
                {
                    await _watch.RunAsync(client, _requests.Reader, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _watch.Failed(e);
            }

            pause = Feed.Latest?.At != answeredBefore ? s_shortestPause : pause;
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2;
        }
    }

    private async Task<T> AskAsync<T>(Func<AuditClient, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (Feed.State.Problem is { } problem)
        {
            throw new HostBusyException($"The host cannot be asked now: {problem}");
        }

        var request = new MonitorRequest<T>(work);
        if (!_requests.Writer.TryWrite(request))
        {
            throw new HostBusyException("Too many requests wait for this host already; try again when it answers.");
        }

        try
        {
            return await request.Result.WaitAsync(_options.RequestPatience, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new HostBusyException(request.TryAbandon()
                ? "The host did not answer in time and nothing was changed; try again when it answers."
                : "The host holds the request. It may still be carried out; its result will then be in the activity.");
        }
        catch (OperationCanceledException)
        {
            request.TryAbandon();
            throw;
        }
        catch (AuditRefusedException e)
        {
            throw new ResetRefusedException(e.Message);
        }
        catch (AuditException e)
        {
            throw new HostBusyException(e.Message, e);
        }
    }
}
