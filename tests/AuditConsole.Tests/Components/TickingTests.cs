using AuditConsole.Components;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Components;

public sealed class TickingTests : ComponentTest
{
    private readonly ManualTimeProvider _clock = new();

    public TickingTests()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<IHostMonitor>(new PublishedHost());
    }

    [Fact]
    public void Tab_Hidden_IsNotLookedAtUntilItIsShown()
    {
        var counting = Render<Counting>().Instance;
        Tick(() => counting.Looks == 2);

        var tab = Services.GetRequiredService<TabVisibility>();
        tab.Hidden = true;
        Tick(() => counting.Ticks == 2);
        Tick(() => counting.Ticks == 3);
        Assert.Equal(2, counting.Looks);

        tab.Hidden = false;
        Tick(() => counting.Looks == 3);
    }

    [Fact]
    public void Parts_OfOneCircuit_ShareATimer()
    {
        Counting[] parts = [Render<Counting>().Instance, Render<Counting>().Instance];

        Assert.Equal(1, _clock.WaitingTimers);
        Tick(() => parts.All(part => part.Looks == 2));
    }

    [Fact]
    public async Task Part_TakenOffThePage_IsLookedAtNoMore()
    {
        var gone = Render<Counting>().Instance;
        await DisposeComponentsAsync();

        var stays = Render<Counting>().Instance;
        Tick(() => stays.Looks == 2);
        Assert.Equal(1, gone.Looks);
    }

    private void Tick(Func<bool> isDone)
    {
        _clock.Advance(Ticking.Interval);
        Assert.True(SpinWait.SpinUntil(isDone, TimeSpan.FromSeconds(30)));
    }

    private sealed class Counting : Ticking
    {
        private int _looks;
        private int _ticks;

        public int Looks => Volatile.Read(ref _looks);

        /// <summary>How often it was asked whether it looks on, which is once a tick.</summary>
        public int Ticks => Volatile.Read(ref _ticks);

        protected override bool LooksWhileHidden
        {
            get
            {
                Interlocked.Increment(ref _ticks);
                return false;
            }
        }

        protected override bool Look()
        {
            Interlocked.Increment(ref _looks);
            return false;
        }
    }
}
