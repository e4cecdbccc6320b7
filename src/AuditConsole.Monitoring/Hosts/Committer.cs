using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Waiting;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Commits windows and activity in order, and publishes them only then. What the history does not take at once waits. Any thread may call.</summary>
/// <remarks>No caller waits longer than its patience, whatever the history does; the writing goes on without it.</remarks>
internal sealed class Committer(IHistory history, HostFeed feed, MonitorOptions options, TimeProvider time) : IDisposable
{
    private readonly WaitingStore _waiting = new(new WaitingFile(options.WaitingFile), options.MostWaitingWindows);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _publishing = new();

    /// <summary>Why the history does not take anything; <see langword="null"/> when it does.</summary>
    public string? Problem { get; private set; }

    public Task AddAsync(PollWindow window, HostState state, CancellationToken cancellationToken)
    {
        _waiting.Add(new UncommittedWindow(window, state));
        return FlushAsync(cancellationToken);
    }

    public Task AddAsync(Activity activity, CancellationToken cancellationToken)
    {
        _waiting.Add(activity);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Commits what waits.</summary>
    public Task<bool> FlushAsync(CancellationToken cancellationToken) => TryAsync(() => Task.CompletedTask, cancellationToken);

    /// <summary>Runs work on the history, after all that waits has been committed.</summary>
    /// <returns>Whether the history took it in time; the problem is kept and published otherwise. What was not in time may be taken later.</returns>
    public async Task<bool> TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        var attempt = RunAsync(work);
        try
        {
            return await attempt.WaitAsync(options.HistoryPatience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _waiting.Failed();
            Publish($"The history at {history.Location} has not answered for {options.HistoryPatience.TotalSeconds:0.#} s. What it does not take waits, and is written when it answers.");
            return false;
        }
    }

    /// <summary>Commits what waits, or leaves it in the file for the next run.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _waiting.SavedAsync().WaitAsync(HostContext.StopPatience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> RunAsync(Func<Task> work)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await ReadFileAsync().ConfigureAwait(false);
            await FlushActivityAsync().ConfigureAwait(false);
            await FlushWindowsAsync().ConfigureAwait(false);
            await work().ConfigureAwait(false);
            Publish(null);
            return true;
        }
        catch (HistoryException e)
        {
            _waiting.Failed();
            Publish(e.Message);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    // Before anything of this run is committed: the windows of an earlier run come first.
    private async Task ReadFileAsync()
    {
        if (await Task.Run(_waiting.ReadFile).ConfigureAwait(false) is > 0 and var unreadable)
        {
            _waiting.Add(new Activity(
                feed.Description.Host, time.GetUtcNow(), ActivityKind.HistoryTrouble, Activity.Console, null, null,
                $"{unreadable} of the windows that an earlier run could not commit cannot be read back from {options.WaitingFile}."));
        }
    }

    private async Task FlushActivityAsync()
    {
        while (_waiting.NextActivity() is { } activity)
        {
            await history.AddActivityAsync(activity, CancellationToken.None).ConfigureAwait(false);
            _waiting.Committed(activity);
            feed.Publish(activity);
        }
    }

    private async Task FlushWindowsAsync()
    {
        while (_waiting.NextWindows() is { Count: > 0 } next)
        {
            var committed = await Task.WhenAll(next.Select(waiting => history.AppendAsync(waiting.Window, waiting.State, CancellationToken.None))).ConfigureAwait(false);

            // Those of an earlier run are remembered with the rest of the history.
            foreach (var window in committed.Skip(_waiting.Committed(committed.Length)))
            {
                feed.Publish(window);
            }
        }
    }

    private void Publish(string? problem)
    {
        lock (_publishing)
        {
            Problem = problem;
            var (windows, joined, dropped) = _waiting.Counts;
            var state = feed.State;
            if (state.HistoryProblem != problem || state.WaitingWindows != windows || state.JoinedWindows != joined || state.DroppedActivity != dropped)
            {
                feed.Update(now => now with { HistoryProblem = problem, WaitingWindows = windows, JoinedWindows = joined, DroppedActivity = dropped });
            }
        }
    }
}
