using AuditConsole.Kernel.Sampling;

namespace AuditConsole.Kernel.Tests.Sampling;

public sealed class RecentCpuTests
{
    [Fact]
    public void Share_InTheFirstSeconds_IsOfTheTimeSoFar()
    {
        var cpu = new RecentCpu();
        Assert.Equal(0, cpu.Share(TimeSpan.Zero));
        cpu.Add(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100));

        Assert.Equal(0.05, cpu.Share(TimeSpan.FromSeconds(2)), 9);
        Assert.Equal(0.01, cpu.Share(TimeSpan.FromSeconds(10)), 9);
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(10.5, 0.01)]
    [InlineData(3600, 0)]
    public void Share_AfterTenSeconds_ForgetsWhatIsOlder(double seconds, double share)
    {
        var cpu = new RecentCpu();
        cpu.Add(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100));

        Assert.Equal(share, cpu.Share(TimeSpan.FromSeconds(seconds)), 9);
    }

    [Fact]
    public void Share_OfSteadyCosts_IsThatShare()
    {
        var cpu = new RecentCpu();
        for (var i = 0; i < 100_000; i++)
        {
            cpu.Add(TimeSpan.FromMilliseconds(i), TimeSpan.FromMicroseconds(20));
        }

        Assert.Equal(0.02, cpu.Share(TimeSpan.FromMilliseconds(99_999)), 4);
    }
}
