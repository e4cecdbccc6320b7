namespace AuditConsole.Load;

/// <summary>Measures one console: idle, watched through the hub, and watched by polling.</summary>
public static class LoadRun
{
    private const int MostIdleSeconds = 15;
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(1);

    /// <summary>Runs all three parts one after another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public static async Task<LoadReport> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clients, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Clients, LoadOptions.MostClients);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Seconds, LoadOptions.MostSeconds);
        await using var console = await ConsoleProcess.StartAsync(options.Program, cancellationToken);
        var span = TimeSpan.FromSeconds(options.Seconds);

        await Task.Delay(s_settle, TimeProvider.System, cancellationToken);
        var idle = await MeasureAsync(console, [], TimeSpan.FromSeconds(Math.Min(options.Seconds, MostIdleSeconds)), cancellationToken);
        var hub = await WatchAsync(console, options.Clients, span, () => new HubWatcher(), cancellationToken);
        var polling = await WatchAsync(console, options.Clients, span, () => new PollingWatcher(), cancellationToken);
        return new LoadReport(options, idle, hub, polling);
    }

    private static async Task<Measurement> WatchAsync(
        ConsoleProcess console, int clients, TimeSpan span, Func<Watcher> create, CancellationToken cancellationToken)
    {
        var watchers = Enumerable.Range(0, clients).Select(_ => create()).ToList();
        try
        {
            await Task.WhenAll(watchers.Select(watcher => watcher.StartAsync(console.Address, cancellationToken)));
            await Task.Delay(s_settle, TimeProvider.System, cancellationToken);
            return await MeasureAsync(console, watchers, span, cancellationToken);
        }
        finally
        {
            await Task.WhenAll(watchers.Select(watcher => watcher.DisposeAsync().AsTask()));
        }
    }

    private static async Task<Measurement> MeasureAsync(
        ConsoleProcess console, IReadOnlyList<Watcher> watchers, TimeSpan span, CancellationToken cancellationToken)
    {
        var (cpu, from, begun) = (console.Cpu, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
        var wire = watchers.Select(watcher => (watcher.Wire.Received, watcher.Wire.Sent)).ToList();
        await Task.Delay(span, TimeProvider.System, cancellationToken);
        var to = TimeProvider.System.GetUtcNow();
        var measured = new Measurement
        {
            Span = TimeProvider.System.GetElapsedTime(begun),
            Cpu = console.Cpu - cpu,
            ResidentBytes = console.ResidentBytes,
            BytesReceived = watchers.Zip(wire, (watcher, before) => watcher.Wire.Received - before.Received).Sum(),
            BytesSent = watchers.Zip(wire, (watcher, before) => watcher.Wire.Sent - before.Sent).Sum(),
        };

        // What was sampled before the end may still be on its way; what takes longer than this has fallen behind.
        await Task.Delay(Measurement.MostDelay, TimeProvider.System, cancellationToken);
        return measured with
        {
            Clients = [.. watchers.Select(watcher => watcher.Received.Where(snapshot => snapshot.At >= from && snapshot.At < to).ToList())],
        };
    }
}
