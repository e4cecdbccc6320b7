using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Commits windows and activity in order, and publishes them only then. What the history cannot take now waits. Any thread may call.</summary>
internal sealed class Committer(IHistory history, HostFeed feed, int most) : IDisposable
{
    private readonly Queue<(PollWindow Window, HostState State)> _windows = new();
    private readonly Queue<Activity> _activity = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _dropped;

    /// <summary>Why the history does not take anything; <see langword="null"/> when it does.</summary>
    public string? Problem { get; private set; }

    public Task AddAsync(PollWindow window, HostState state, CancellationToken cancellationToken) =>
        TryAsync(
            () =>
            {
                _windows.Enqueue((window, state));
                if (_windows.Count > most)
                {
                    _windows.Dequeue();
                    _dropped++;
                }

                return FlushQueuesAsync(cancellationToken);
            },
            cancellationToken);

    public Task AddAsync(Activity activity, CancellationToken cancellationToken) =>
        TryAsync(
            () =>
            {
                _activity.Enqueue(activity);
                if (_activity.Count > most)
                {
                    _activity.Dequeue();
                }

                return FlushQueuesAsync(cancellationToken);
            },
            cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken) => TryAsync(() => FlushQueuesAsync(cancellationToken), cancellationToken);

    /// <summary>Runs work on the history.</summary>
    /// <returns>Whether the history took it; the problem is kept and published otherwise.</returns>
    public async Task<bool> TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
            Publish(null);
            return true;
        }
        catch (HistoryException e)
        {
            Publish(e.Message);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task FlushQueuesAsync(CancellationToken cancellationToken)
    {
        while (_activity.TryPeek(out var activity))
        {
            await history.AddActivityAsync(activity, cancellationToken).ConfigureAwait(false);
            feed.Publish(_activity.Dequeue());
        }

        while (_windows.TryPeek(out var next))
        {
            var window = await history.AppendAsync(next.Window, next.State, cancellationToken).ConfigureAwait(false);
            _windows.Dequeue();
            feed.Publish(window);
        }
    }

    private void Publish(string? problem)
    {
        Problem = problem;
        var state = feed.State;
        if (state.HistoryProblem != problem || state.WaitingWindows != _windows.Count || state.DroppedWindows != _dropped)
        {
            feed.Update(now => now with { HistoryProblem = problem, WaitingWindows = _windows.Count, DroppedWindows = _dropped });
        }
    }
}
