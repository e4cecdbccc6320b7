using AuditConsole.Advice;
using AuditConsole.Advice.Verdicts;
using AuditConsole.Configure;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Tuning;

/// <summary>Advice for pages and programs, worked out beside everything else, one at a time, and kept for a minute. Any thread may ask.</summary>
public sealed class AdviceKeeper(IHostMonitor monitor, IHistory history, IMachineSettings machine, TimeProvider time) : IDisposable
{
    private const int MostKept = 8;
    private const int Windows = 4_000;
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);

    private readonly Advisor _advisor = new(history, time);
    private readonly SemaphoreSlim _one = new(1);
    private readonly Lock _gate = new();
    private readonly List<(AdvisedHost Facts, DateTimeOffset? From, long At, Task<HostAdvice> Advice)> _kept = [];

    /// <summary>What is known of a host: of the one watched its state of the moment, of another the limit of its last window.</summary>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public async Task<AdvisedHost> FactsAsync(string host, CancellationToken cancellationToken)
    {
        var feed = monitor.Feed;
        if (host == feed.Description.Host && feed.Latest is { } latest)
        {
            return new AdvisedHost(host, latest.Status.BacklogLimit)
            {
                Failure = latest.Status.Failure,
                IsLocked = latest.Status.Enabled == 2,
                WaitTicks = latest.Status.BacklogWaitTime,
                Hz = feed.Description.Hz,
                MemoryBytes = machine.MemoryBytes,
            };
        }

        var spans = await history.PollsAsync(host, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Windows, cancellationToken);
        var windows = spans.Count == 0 ? spans : await history.PollsAsync(host, spans[^1].From, spans[^1].To, Windows, cancellationToken);
        return new AdvisedHost(host, windows.Count == 0 ? 0 : windows[^1].BacklogLimit) { IsImported = host != feed.Description.Host };
    }

    /// <summary>The verdict alone, at once.</summary>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public Task<LimitVerdict> JudgeAsync(AdvisedHost facts, CancellationToken cancellationToken) => _advisor.JudgeAsync(facts, cancellationToken);

    /// <summary>The whole advice.</summary>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public Task<HostAdvice> AdviseAsync(AdvisedHost facts, DateTimeOffset? from, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _kept.RemoveAll(kept => kept.Advice.IsFaulted || time.GetElapsedTime(kept.At) > s_fresh);
            var known = _kept.FirstOrDefault(kept => kept.Facts == facts && kept.From == from).Advice;
            if (known is null)
            {
                // Whoever asks may leave; the next one still wants the answer.
                known = Task.Run(() => WorkOutAsync(facts, from), CancellationToken.None);
                _kept.Add((facts, from, time.GetTimestamp(), known));
                _kept.RemoveRange(0, Math.Max(0, _kept.Count - MostKept));
            }

            return known.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<HostAdvice> WorkOutAsync(AdvisedHost facts, DateTimeOffset? from)
    {
        await _one.WaitAsync();
        try
        {
            return await _advisor.AdviseAsync(facts, from, CancellationToken.None);
        }
        finally
        {
            _one.Release();
        }
    }
}
