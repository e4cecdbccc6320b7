using System.Threading.Channels;
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
        _watch = new HostWatch(_context, source);
        _resets = new HostResets(_context, source);
    }

    /// <inheritdoc/>
    public HostFeed Feed { get; }

    /// <summary>Watches the host until cancelled; commits the window under way before it ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
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

    /// <inheritdoc/>
    public Task<ResetResult> ResetMarkAsync(ResetKind kind, string actor, string? reason, CancellationToken cancellationToken)
    {
        if (kind == ResetKind.Baseline)
        {
            return _resets.BaselineAsync(actor, reason, cancellationToken);
        }

        if (Feed.Latest?.Tier is Tier.Sampled or Tier.Probe)
        {
            throw new ResetRefusedException("This kernel keeps no high-water mark, so there is nothing to clear but this console's own baseline: send {\"kind\":\"baseline\"}.");
        }

        if (Feed.State.ClearRefusal is { } refusal)
        {
            throw new ResetRefusedException($"{refusal} A new baseline here does not disturb it: send {{\"kind\":\"baseline\"}}.");
        }

        return AskAsync((client, token) => _resets.SourceAsync(client, actor, reason, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ResetResult> ResetCounterAsync(AuditCounter counter, string actor, CancellationToken cancellationToken) =>
        AskAsync((client, token) => _resets.CounterAsync(client, counter, actor, token), cancellationToken);

    /// <summary>Lets go of what the monitor holds; it must not be running.</summary>
    public void Dispose() => _context.Dispose();

    private async Task<ResetResult> AskAsync(Func<AuditClient, CancellationToken, Task<ResetResult>> work, CancellationToken cancellationToken)
    {
        if (Feed.State.Problem is { } problem)
        {
            throw new HostBusyException($"The host cannot be asked now: {problem}");
        }

        var request = new MonitorRequest(work);
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
