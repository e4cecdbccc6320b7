using System.Runtime.CompilerServices;
using AuditConsole.ActivityLog;
using AuditConsole.Api;
using Microsoft.AspNetCore.SignalR;

namespace AuditConsole.Hubs;

/// <summary>Streams what the monitor publishes. A client that reads slowly loses the oldest values and holds up nobody.</summary>
internal sealed class AuditHub(HostDirectory hosts) : Hub
{
    /// <summary>Each sample of the host, in the form of <c>status</c>.</summary>
    public async IAsyncEnumerable<StatusPayload> Snapshots(string host, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = (await MonitorAsync(host, cancellationToken)).Feed;
        await foreach (var snapshot in feed.WatchSnapshotsAsync(cancellationToken))
        {
            yield return StatusPayload.Of(feed.Description, snapshot);
        }
    }

    /// <summary>Each window of the host once it is committed, in the form of <c>polls</c>.</summary>
    public async IAsyncEnumerable<PollPayload> Windows(string host, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var window in (await MonitorAsync(host, cancellationToken)).Feed.WatchWindowsAsync(cancellationToken))
        {
            yield return PollPayload.Of(window);
        }
    }

    /// <summary>Each activity of the host, in the form of <c>activity</c>.</summary>
    public async IAsyncEnumerable<ActivityPayload> Activity(string host, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var activity in (await MonitorAsync(host, cancellationToken)).Feed.WatchActivityAsync(cancellationToken))
        {
            yield return ActivityPayload.Of(activity);
        }
    }

    private async Task<Monitoring.Hosts.IHostMonitor> MonitorAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await hosts.MonitorAsync(host, cancellationToken);
        }
        catch (ApiProblemException e)
        {
            throw new HubException(e.Message);
        }
    }
}
