using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Configure;

/// <summary>Previews of changes of the host that is watched, from its recent peaks, which are read anew once a minute at most. Any thread may ask.</summary>
public sealed class ChangePreviews(IHostMonitor monitor, IHistory history, IMachineSettings machine, TimeProvider time)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private Task<PeakSpans>? _reading;
    private long _readAt;

    /// <summary>What a change would do.</summary>
    /// <exception cref="ChangeInvalidException">No audit subsystem takes such a value.</exception>
    /// <exception cref="HostBusyException">The host has not answered yet.</exception>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public async Task<ChangePreview> PreviewAsync(ConfigChangeRequest request, CancellationToken cancellationToken)
    {
        var feed = monitor.Feed;
        if (ChangeRules.Complaint(request, feed.Description.Hz) is { } complaint)
        {
            throw new ChangeInvalidException(complaint);
        }

        var latest = feed.Latest ?? throw new HostBusyException(feed.State.Problem ?? "The host has not answered yet; try again in a second.");
        var peaks = request.BacklogLimit is null ? PeakSpans.Empty : await PeaksAsync().WaitAsync(cancellationToken);
        return ChangePreview.Of(request, feed.Description, latest, feed.State, peaks, machine.MemoryBytes);
    }

    /// <summary>The recent peaks.</summary>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public Task<PeakSpans> PeaksAsync()
    {
        lock (_gate)
        {
            if (_reading is null or { IsFaulted: true } || time.GetElapsedTime(_readAt) > s_fresh)
            {
                _readAt = time.GetTimestamp();
                // Whoever asks may leave; the next one still wants the answer.
                _reading = PeakSpans.ReadAsync(history, monitor.Feed.Description.Host, time.GetUtcNow(), CancellationToken.None);
            }

            return _reading;
        }
    }
}
