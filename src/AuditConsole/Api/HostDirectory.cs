using AuditConsole.Hosting;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Api;

/// <summary>Finds hosts by the key in a route: the one this console watches, and those known from an import.</summary>
internal sealed class HostDirectory(MonitoredHost watched, IHistory history)
{
    public MonitoredHost Watched => watched;

    /// <summary>The monitor of a watched host.</summary>
    /// <exception cref="ApiProblemException">The host is unknown (404), or known from an import alone (409).</exception>
    public async Task<IHostMonitor> MonitorAsync(string host, CancellationToken cancellationToken)
    {
        if (IsWatched(host))
        {
            return watched.Monitor;
        }

        await RequireAsync(host, cancellationToken);
        throw ApiProblemException.Conflict($"{host} is known from an import alone, so it has polls but no state of the moment; {watched.Monitor.Feed.Description.Host} is watched here.");
    }

    /// <exception cref="ApiProblemException">The host is unknown (404).</exception>
    public async Task RequireAsync(string host, CancellationToken cancellationToken)
    {
        if (!IsWatched(host) && !(await history.HostsAsync(cancellationToken)).Any(known => known.Host == host))
        {
            throw new ApiProblemException(
                StatusCodes.Status404NotFound,
                "Unknown host",
                $"There is no host \"{host}\"; GET /api/v1/hosts lists those there are. {watched.Monitor.Feed.Description.Host} is watched here.");
        }
    }

    public async Task<IReadOnlyList<HostPayload>> ListAsync(CancellationToken cancellationToken)
    {
        var feed = watched.Monitor.Feed;
        var state = feed.State;
        var known = await history.HostsAsync(cancellationToken);
        var self = new HostPayload(
            feed.Description.Host, feed.Description.Source, feed.Latest?.Tier, state.TierReason.Length > 0 ? state.TierReason : null, state.Connected, state.Since);
        return [self, .. known
            .Where(host => !IsWatched(host.Host))
            .Select(host => new HostPayload(host.Host, host.Source, null, null, false, host.Since))];
    }

    private bool IsWatched(string host) => host == watched.Monitor.Feed.Description.Host;
}
