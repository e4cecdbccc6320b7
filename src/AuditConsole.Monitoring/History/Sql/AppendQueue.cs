using System.Collections.Concurrent;
using System.Data.Common;
using AuditConsole.Monitoring.Windows;
using Dapper;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>Commits all windows that wait at the same moment in one transaction, in the order they came, whichever hosts they are of.</summary>
internal sealed class AppendQueue(ISqlStore store) : IDisposable
{
    // Bounds what one transaction holds, and with it how long a caller waits for others.
    private const int MostTogether = 5_000;

    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<PollWindow> AppendAsync(PollWindow window, HostState state, CancellationToken cancellationToken)
    {
        var own = new Waiting(window, state);
        _waiting.Enqueue(own);
        while (!own.Done.Task.IsCompleted)
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                // Whoever had the turn before may have committed it.
                if (!own.Done.Task.IsCompleted)
                {
                    await CommitAsync(Take()).ConfigureAwait(false);
                }
            }
            finally
            {
                _turn.Release();
            }
        }

        return await own.Done.Task.ConfigureAwait(false);
    }

    public void Dispose() => _turn.Dispose();

    private List<Waiting> Take()
    {
        var taken = new List<Waiting>();
        while (taken.Count < MostTogether && _waiting.TryDequeue(out var next))
        {
            taken.Add(next);
        }

        return taken;
    }

    // Not cancelled by any one caller, since it is for all of them.
    private async Task CommitAsync(List<Waiting> taken)
    {
        try
        {
            var committed = await store.WriteAsync((connection, transaction) => Write(connection, transaction, taken), CancellationToken.None).ConfigureAwait(false);
            foreach (var (waiting, window) in taken.Zip(committed))
            {
                waiting.Done.SetResult(window);
            }
        }
        catch (Exception e)
        {
            foreach (var waiting in taken)
            {
                waiting.Done.SetException(e);
            }
        }
    }

    private static PollWindow[] Write(DbConnection connection, DbTransaction transaction, List<Waiting> taken)
    {
        var committed = new PollWindow[taken.Count];
        foreach (var host in Enumerable.Range(0, taken.Count).GroupBy(index => taken[index].Window.Host, StringComparer.Ordinal))
        {
            using var writer = new HostWriter(connection, transaction, host.Key);
            foreach (var index in host)
            {
                committed[index] = writer.Append(taken[index].Window);
            }

            connection.Execute(HostRow.Update, HostRow.From(host.Key, taken[host.Last()].State, writer.Seq), transaction);
        }

        return committed;
    }

    private sealed record Waiting(PollWindow Window, HostState State)
    {
        public TaskCompletionSource<PollWindow> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
