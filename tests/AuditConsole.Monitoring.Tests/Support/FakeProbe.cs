using AuditConsole.Monitoring.Watchers;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A probe that sees what a test tells it to.</summary>
internal sealed class FakeProbe : IBacklogProbe
{
    private int _proofs;

    public string Hook => "fentry";

    public bool IsVerified { get; set; }

    public uint Peak { get; private set; }

    /// <summary>Whether the next proof succeeds.</summary>
    public bool Runs { get; set; } = true;

    public List<string> Doubts { get; } = [];

    public ProbeLossCounts? Losses { get; set; }

    public bool IsDisposed { get; private set; }

    public int Proofs => Volatile.Read(ref _proofs);

    private long _records;
    private DateTimeOffset? _at;

    /// <summary>Records leave the queue, the first of them from this backlog.</summary>
    public void See(uint backlog, DateTimeOffset at)
    {
        _records += backlog;
        if (backlog > Peak)
        {
            (Peak, _at) = (backlog, at);
        }
    }

    public Task<bool> ProveAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        IsVerified = Runs;
        Interlocked.Increment(ref _proofs);
        return Task.FromResult(Runs);
    }

    public ProbeTake Take()
    {
        var take = new ProbeTake(Peak, _at, _records, new BacklogSummary(Peak / 2.0, BacklogHistogram.Of([(Peak / 2, 1), (Peak, 1)])), TimeSpan.FromMilliseconds(3), Losses, [.. Doubts]);
        (Peak, _at, _records) = (0, null, 0);
        return take;
    }

    public void Dispose() => IsDisposed = true;
}
