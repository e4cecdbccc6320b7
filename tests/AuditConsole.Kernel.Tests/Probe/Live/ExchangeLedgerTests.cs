using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Tests.Probe.Support;

namespace AuditConsole.Kernel.Tests.Probe.Live;

/// <summary>The verifier takes the probe's accounting, and its peak can be cleared while the kernel writes it.</summary>
public sealed class ExchangeLedgerTests
{
    private const int Window = 20;

    [Fact]
    public void Exchange_DuringAMillionEvents_LosesNoPeakAndNoCount()
    {
        var ledger = ExchangeLedger.Run(ProbeReader.ClearPeak);
        TestContext.Current.TestOutputHelper!.WriteLine($"{ledger.Records} events, {ledger.Peaks} peaks cleared, {ledger.Lost} events in none");

        Assert.Equal(0, ledger.Lost);
        Assert.True(ledger.HistogramIsTrue);
        Assert.True(ledger.Peaks > 1);
    }

    [Fact]
    public void ReadAndThenStore_DuringAMillionEvents_LosesPeaks()
    {
        var ledger = ExchangeLedger.Run((ref ulong peak) =>
        {
            var seen = Volatile.Read(ref peak);
            Thread.SpinWait(Window);
            Volatile.Write(ref peak, 0);
            return seen;
        });
        TestContext.Current.TestOutputHelper!.WriteLine($"{ledger.Records} events, {ledger.Peaks} peaks cleared, {ledger.Lost} events in none");

        Assert.True(ledger.Lost > 0);
        Assert.True(ledger.HistogramIsTrue);
    }
}
