using System.Globalization;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Sampling;
using AuditConsole.Protocol;

// Not one of the namespaces that are run as they are.
namespace AuditConsole.Guest.Inside.Figures;

/// <summary>What samplers of different rates see of the same bursts, beside the probe and the kernel's mark. Run by hand, for docs/benchmarks.md.</summary>
public sealed class BurstTable : GuestKernel
{
    private const int Seed = 20261122;
    private const int Bursts = 100;

    /// <summary>What the records of the clear before a burst raise the mark to, at most; below it the mark does not tell of the burst.</summary>
    private const uint Floor = 6;

    private static readonly int[] s_sizes = [10, 50, 200, 1000, 5000];
    private static readonly (string Name, SamplerOptions Options)[] s_rates =
    [
        ("1 Hz", Fixed(1)), ("10 Hz", Fixed(10)), ("100 Hz", Fixed(100)), ("adaptive", new SamplerOptions()), ("adaptive, unbounded", new SamplerOptions { CpuShare = 1 }),
    ];

    [Fact(Explicit = true)]
    public async Task Bursts_OfFiveSizes_AsSeenByEachRate()
    {
        await using var processors = await BothProcessors.TakeAsync();
        using var probe = await GuestProbe.StartAsync(ProbeHook.Fentry, Client);
        using var producer = NetlinkSocket.Open(groups: 0, receiveBuffer: 64 * 1024);
        var samplers = s_rates.Select(rate => BacklogSampler.Start(rate.Options, TimeProvider.System)).ToArray();
        var random = new Random(Seed);
        Console.WriteLine($"{Bursts} bursts of each size; seen / share of the peak");
        Console.WriteLine($"| records | ms | probe: median, highest | probe less mark (bursts) | {string.Join(" | ", s_rates.Select(rate => rate.Name))} |");
        foreach (var size in s_sizes)
        {
            var seen = new List<Burst>();
            for (var burst = 0; burst < Bursts; burst++)
            {
                seen.Add(await MeasureAsync(size, probe.Probe, samplers, producer));
                // Quiet for long enough that the adaptive one is back at its longest interval, and at no fixed distance from any sample.
                await PauseAsync(TimeSpan.FromMilliseconds(400 + random.Next(600)));
            }

            Console.WriteLine(Row(size, seen));
        }

        Console.WriteLine(string.Join(", ", s_rates.Zip(samplers, (rate, sampler) => string.Create(CultureInfo.InvariantCulture, $"{rate.Name} at the end: {sampler.State}"))));
        foreach (var sampler in samplers)
        {
            sampler.Dispose();
        }
    }

    private async Task<Burst> MeasureAsync(int size, AuditProbe probe, BacklogSampler[] samplers, NetlinkSocket producer)
    {
        await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);
        await PauseAsync(TimeSpan.FromMilliseconds(400));
        probe.Take();
        foreach (var sampler in samplers)
        {
            sampler.Take();
        }

        var record = NetlinkMessage.Build(AuditMessageType.User, NetlinkFlags.Request, 0, "op=flood res=success"u8);
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < size; i++)
        {
            Assert.Equal(0, producer.Send(record));
        }

        var lasted = TimeProvider.System.GetElapsedTime(began);
        var status = await DrainedAsync();
        return new Burst(lasted, probe.Take().Peak, status.BacklogMaxDepth!.Value, [.. samplers.Select(sampler => sampler.Take().Peak)]);
    }

    private static string Row(int size, List<Burst> bursts)
    {
        var peaks = bursts.Select(burst => burst.Probe).Order().ToArray();
        var rates = Enumerable.Range(0, s_rates.Length).Select(rate => string.Create(CultureInfo.InvariantCulture,
            $"{bursts.Count(burst => burst.Sampled[rate] > 0) / (double)bursts.Count:0%} / {bursts.Average(burst => Math.Min(1, burst.Sampled[rate] / (double)burst.Probe)):0%}"));
        var marks = bursts.Where(burst => burst.Mark > Floor).Select(burst => (int)burst.Probe - (int)burst.Mark).ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"| {size} | {bursts.Select(burst => burst.Lasted.TotalMilliseconds).Order().ElementAt(bursts.Count / 2):0.0} | {peaks[peaks.Length / 2]}, {peaks[^1]} | {(marks.Length == 0 ? "none" : $"{marks.Min()} to {marks.Max()}")} ({marks.Length}) | {string.Join(" | ", rates)} |");
    }

    private static SamplerOptions Fixed(double hertz) =>
        new() { ShortestInterval = TimeSpan.FromSeconds(1 / hertz), LongestInterval = TimeSpan.FromSeconds(1 / hertz), CpuShare = 1 };

    private sealed record Burst(TimeSpan Lasted, uint Probe, uint Mark, uint[] Sampled);
}
