using AuditConsole.Kernel.Sampling;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>A sampler beside the kernel's own mark, so that both can be read for the same span.</summary>
internal sealed class GuestSampler : IDisposable
{
    private readonly AuditClient _client;

    public GuestSampler(SamplerOptions options, AuditClient client)
    {
        Sampler = BacklogSampler.Start(options, TimeProvider.System);
        _client = client;
    }

    public BacklogSampler Sampler { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Clears the mark and begins a window: no sample of it is older than the clear.</summary>
    public async Task BeginAsync()
    {
        await _client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);
        Sampler.Take();
    }

    /// <summary>Waits until nothing waits any more and the sampler knows it, and ends the window.</summary>
    /// <returns>What the sampler saw, and the mark the kernel kept.</returns>
    public async Task<(SampledWindow Window, uint Mark)> EndAsync()
    {
        while ((await _client.GetStatusAsync(Stop)).Backlog > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        }

        // The second sample from here on was asked for after the queue was empty.
        var window = await AfterSamplesAsync(2);
        return (window, (await _client.GetStatusAsync(Stop)).BacklogMaxDepth!.Value);
    }

    /// <summary>The window so far, once that many more samples are in it.</summary>
    public async Task<SampledWindow> AfterSamplesAsync(int samples)
    {
        var window = Sampler.Take();
        for (var more = 0L; more < samples;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
            var next = Sampler.Take();
            more += next.Samples;
            window = window with
            {
                Peak = Math.Max(window.Peak, next.Peak),
                Samples = window.Samples + next.Samples,
                Blind = window.Blind + next.Blind,
                Failure = window.Failure ?? next.Failure,
            };
        }

        return window;
    }

    public void Dispose() => Sampler.Dispose();
}
