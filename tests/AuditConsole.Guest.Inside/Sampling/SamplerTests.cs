using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Sampling;
using AuditConsole.Protocol;

// The namespace says which kernel a test runs under.
namespace AuditConsole.Guest.Inside.Patched;

public sealed class SamplerTests : GuestKernel
{
    /// <summary>What the records of a clear raise the mark to, at most.</summary>
    private const uint Floor = 10;

    [Fact]
    public async Task Windows_OfFloodsOfManyShapes_AreNeverAboveTheMarkAndBlindWhereTheyAreBelow()
    {
        using var sampler = new GuestSampler(new SamplerOptions { CpuShare = 0.1 }, Client);
        var (below, at) = (0, 0);
        foreach (var shape in Shape.All)
        {
            foreach (var bursts in shape.Windows)
            {
                await sampler.BeginAsync();
                foreach (var burst in bursts)
                {
                    await FloodAsync(burst);
                }

                var (window, mark) = await sampler.EndAsync();
                Console.WriteLine($"{shape.Name}, {bursts.Sum()} records: sampled {window.Peak}, mark {mark}, blind {window.Blind.TotalMilliseconds:0} ms");

                Assert.Null(window.Failure);
                Assert.True(window.Peak <= mark, $"A sample of {window.Peak} was above the mark, {mark}.");
                Assert.True(window.Peak == mark || mark <= Floor || window.Blind > TimeSpan.Zero, $"Sampled {window.Peak} of {mark} and never blind.");
                (below, at) = window.Peak < mark ? (below + 1, at) : (below, at + 1);
            }
        }

        Console.WriteLine($"{at} windows at the mark, {below} below it.");
        Assert.True(below > 0, "No burst was missed, so this tells nothing of what is blind.");
    }

    [Fact]
    public async Task Windows_WithoutBlindTime_HaveThePeakOfTheMark()
    {
        // Slow enough that kauditd, which waits 100 ms for an auditd that does not read, sleeps through whole windows.
        var interval = TimeSpan.FromMilliseconds(12);
        using var sampler = new GuestSampler(new SamplerOptions { ShortestInterval = interval, LongestInterval = interval, CpuShare = 1 }, Client);
        var certain = new List<(uint Peak, uint Mark)>();
        using (new DeafAuditd())
        {
            await FloodAsync(300);
            for (var attempt = 0; attempt < 150 && certain.Count < 10; attempt++)
            {
                await sampler.AfterSamplesAsync(1);
                await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);
                sampler.Sampler.Take();
                await FloodAsync(20);
                var window = await sampler.AfterSamplesAsync(2);
                var mark = (await Client.GetStatusAsync(Stop)).BacklogMaxDepth!.Value;

                Assert.True(window.Peak <= mark, $"A sample of {window.Peak} was above the mark, {mark}.");
                if (window.Blind == TimeSpan.Zero)
                {
                    certain.Add((window.Peak, mark));
                }
            }
        }

        await DrainedAsync();
        Console.WriteLine($"Windows without blind time, sampled and mark: {string.Join(", ", certain)}");

        Assert.NotEmpty(certain);
        Assert.All(certain, window => Assert.Equal(window.Mark, window.Peak));
        Assert.Contains(certain, window => window.Peak > 20);
    }

    [Fact]
    public async Task Sampler_WithTheBacklogOverTheLimit_IsHeldAndSaysForHowLong()
    {
        using var auditd = new DeafAuditd();
        using var sampler = BacklogSampler.Start(new SamplerOptions(), TimeProvider.System);
        TimeSpan? heldFor = null;
        var held = TimeSpan.Zero;
        await FloodAsync(200);
        await Client.SetAsync(AuditSetting.BacklogLimit, 5, Stop);
        for (var look = 0; look < 2000 && (heldFor is null || held == TimeSpan.Zero); look++)
        {
            heldFor = sampler.State.HeldFor ?? heldFor;
            held += sampler.Take().Held;
            if (look % 50 == 0)
            {
                await FloodAsync(20);
            }

            await PauseAsync(TimeSpan.FromMilliseconds(5));
        }

        Console.WriteLine($"Held for {heldFor}, counted so far {held}.");
        Assert.NotNull(heldFor);
        Assert.NotEqual(TimeSpan.Zero, held);
    }
}
