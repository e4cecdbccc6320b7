using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Something an operator asks of the host. The monitor runs it between two samples; whoever asked may have given up before.</summary>
internal abstract class MonitorRequest
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Abandoned = 2;
    private int _state;

    /// <summary>Takes the request back.</summary>
    /// <returns>Whether it had not begun, so that nothing will happen.</returns>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _state, Abandoned, Waiting) == Waiting;

    public async Task RunAsync(AuditClient client, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting)
        {
            await WorkAsync(client, cancellationToken).ConfigureAwait(false);
        }
    }

    protected abstract Task WorkAsync(AuditClient client, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class MonitorRequest<T>(Func<AuditClient, CancellationToken, Task<T>> work) : MonitorRequest
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Result => _result.Task;

    protected override async Task WorkAsync(AuditClient client, CancellationToken cancellationToken)
    {
        try
        {
            _result.TrySetResult(await work(client, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            _result.TrySetException(e);
            // The connection is in doubt after anything but a refusal; the monitor's loop decides.
            if (e is not (AuditRefusedException or RequestRefusedException))
            {
                throw;
            }
        }
    }
}
