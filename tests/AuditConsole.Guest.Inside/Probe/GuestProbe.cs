using AuditConsole.Kernel.Probe;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>A probe beside the kernel's own mark, so that both can be read for the same span.</summary>
internal sealed class GuestProbe : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly AuditClient _client;

    private GuestProbe(AuditProbe probe, AuditClient client)
    {
        Probe = probe;
        _client = client;
    }

    public AuditProbe Probe { get; }

    /// <summary>Attaches in that way, proves it and begins a window.</summary>
    public static async Task<GuestProbe> StartAsync(ProbeHook hook, AuditClient client, ProbeMode mode = ProbeMode.Light)
    {
        var start = ProbeStarter.OfThisMachine(TimeProvider.System, mode).Start(hook);
        Assert.True(start.Probe is not null, string.Join('\n', start.Refusals));
        Assert.Empty(start.Without);
        var probe = new GuestProbe(start.Probe, client);
        Assert.True(await start.Probe.ProveAsync(s_patience, TestContext.Current.CancellationToken));
        await probe.CloseAsync();
        return probe;
    }

    /// <summary>Ends the window of both once nothing waits any more.</summary>
    /// <returns>What the probe saw, and the mark the kernel kept.</returns>
    public async Task<(ProbeWindow Window, uint Mark)> CloseAsync()
    {
        while ((await _client.GetStatusAsync(TestContext.Current.CancellationToken)).Backlog > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        // Nothing is queued between these two. The record of the clear itself is in the next window of both.
        var window = Probe.Take();
        return (window, await _client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, TestContext.Current.CancellationToken));
    }

    public void Dispose() => Probe.Dispose();
}
