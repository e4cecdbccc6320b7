using AuditConsole.Kernel.Sampling;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Sampling;

public sealed class ThreadCpuMeterTests : IDisposable
{
    private const string Kthreadd = "2/schedstat";
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly FakeProc _proc = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Charge_OfKthreadd_IsHalfAsMuchAgainOnceForEachTimeItIsRead()
    {
        _proc.Write(Kthreadd, "5000000000 4331844842 35874\n");
        using var meter = new ThreadCpuMeter(_proc.Path, _clock);
        meter.Charge(s_hour);
        _proc.Write(Kthreadd, "3605000000000 4331844842 35900\n");
        _clock.Advance(TimeSpan.FromMilliseconds(9));
        Assert.True(meter.Charge(s_hour) < TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        // This thread's own time is in it.
        Assert.InRange(meter.Charge(s_hour), s_hour * 1.5, s_hour * 1.5 + TimeSpan.FromSeconds(1));
        _clock.Advance(s_hour);
        Assert.True(meter.Charge(s_hour) < TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hidden")]
    public void Charge_WhereKthreaddCannotBeSeen_IsTheRoundTripUpToAMillisecond(string? text)
    {
        if (text is not null)
        {
            _proc.Write(Kthreadd, text);
        }

        using var meter = new ThreadCpuMeter(_proc.Path, _clock);
        meter.Charge(TimeSpan.Zero);
        var sum = TimeSpan.Zero;
        for (var i = 0; i < 100_000; i++)
        {
            sum += meter.Charge(i % 2 == 0 ? s_hour : TimeSpan.FromMilliseconds(0.5));
        }

        Assert.InRange(sum, TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(85));
    }

    [Fact]
    public void Charge_OfThisThread_IsItsOwnProcessorTime()
    {
        _proc.Write(Kthreadd, "1 1 1\n");
        using var meter = new ThreadCpuMeter(_proc.Path, _clock);
        meter.Charge(TimeSpan.Zero);
        var charged = TimeSpan.Zero;
        for (var i = 0; charged < TimeSpan.FromMilliseconds(20); i++)
        {
            charged += meter.Charge(TimeSpan.Zero);
            Assert.True(i < 10_000_000, $"{i} calls were charged {charged.TotalMilliseconds} ms.");
        }
    }
}
