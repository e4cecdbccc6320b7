using AuditConsole.Kernel.Tests.Support;

namespace AuditConsole.Kernel.Tests.Host;

public sealed class KernelHostTests
{
    [Theory]
    [InlineData(10_000_000, 100)]
    [InlineData(4_000_000, 250)]
    [InlineData(3_333_333, 300)]
    [InlineData(1_000_000, 1000)]
    [InlineData(976_563, 1024)]
    public void Hz_OfATick_IsTheRateItComesFrom(long nanoseconds, int hz)
    {
        using var proc = new FakeProc();
        Assert.Equal(hz, proc.Host(nanoseconds).Hz);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(-4_000_000L)]
    [InlineData(1L)]
    [InlineData(3_333_334L)]
    [InlineData(4_000_000_000L)]
    public void Hz_OfWhatIsNoTick_IsUnknown(long? nanoseconds)
    {
        using var proc = new FakeProc();
        Assert.Null(proc.Host(nanoseconds).Hz);
    }

    [Fact]
    public void ReleaseAndBootId_AreReadFromProc()
    {
        using var proc = new FakeProc();
        var host = proc.Host();

        Assert.Equal("7.3.4-test", host.Release);
        Assert.Equal("0b6f2a9e-0000-4000-8000-000000000001", host.BootId);
    }

    [Fact]
    public void ReleaseAndBootId_WithoutTheFiles_AreUnknown()
    {
        using var proc = new FakeProc();
        proc.Remove("sys/kernel/osrelease");
        proc.Write("sys/kernel/random/boot_id", "\n");
        var host = proc.Host();

        Assert.Null(host.Release);
        Assert.Null(host.BootId);
    }
}
