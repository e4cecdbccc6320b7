using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Hosts;

/// <summary>The hosts that pages can show: the one this console watches, and those whose history it was given. Any thread may call.</summary>
/// <param name="monitor">Watches the one.</param>
/// <param name="history">Knows the others.</param>
public sealed class ShownHosts(IHostMonitor monitor, IHistory history)
{
    /// <summary>The host this console watches.</summary>
    public ShownHost Watched => new(monitor.Feed.Description.Host, IsWatched: true);

    /// <summary>The host that a page's address means, without asking whether there is one.</summary>
    /// <param name="key">What the address says under <see cref="ShownHost.Parameter"/>; the watched host where it says nothing.</param>
    public ShownHost Of(string? key) => string.IsNullOrEmpty(key) || key == Watched.Key ? Watched : new ShownHost(key, IsWatched: false);

    /// <summary>Looks a host up. The watched one is answered at once, whatever the history is like.</summary>
    /// <returns>The host with all that is known of it; <see langword="null"/> where nothing is kept under its key.</returns>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public async ValueTask<ShownHost?> FindAsync(ShownHost host, CancellationToken cancellationToken) =>
        host.IsWatched ? host : (await ListAsync(cancellationToken)).FirstOrDefault(known => known.Key == host.Key);

    /// <summary>All of them, the watched one first, the others by their keys.</summary>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public async Task<IReadOnlyList<ShownHost>> ListAsync(CancellationToken cancellationToken)
    {
        var others = (await history.HostsAsync(cancellationToken)).Where(known => known.Host != Watched.Key);
        return [Watched, .. others.Select(known => new ShownHost(known.Host, IsWatched: false) { Since = known.Since }).OrderBy(host => host.Key, StringComparer.Ordinal)];
    }
}
