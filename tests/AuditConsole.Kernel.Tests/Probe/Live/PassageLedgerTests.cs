using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Programs;
using AuditConsole.Kernel.Tests.Probe.Support;

namespace AuditConsole.Kernel.Tests.Probe.Live;

/// <summary>The verifier takes the counting of full mode, and what is read while two processors count is whole.</summary>
public sealed class PassageLedgerTests
{
    private const int Enough = 200_000;

    [Fact]
    public void Read_WhileTwoProcessorsCount_IsNeverTorn()
    {
        var (read, torn, givenUp) = PassageLedger.Run(memory => QueueCount.Read(memory, () => 0), (read, _) => read >= Enough);
        TestContext.Current.TestOutputHelper!.WriteLine($"{read} counts read, {torn} torn, {givenUp} given up");

        Assert.True(read - givenUp > 0);
        Assert.Equal(0, torn);
    }

    [Fact]
    public void ReadOfTheWordsAlone_WhileTwoProcessorsCount_IsTorn()
    {
        var (read, torn, _) = PassageLedger.Run(
            memory => new QueueCount(
                Volatile.Read(ref memory.Word(ProbeLayout.Entered + Passage.Done)), Volatile.Read(ref memory.Word(ProbeLayout.Entered + Passage.Sum)), 0, 0, 0),
            (_, torn) => torn > 0);
        TestContext.Current.TestOutputHelper!.WriteLine($"{read} counts read, {torn} torn");

        Assert.True(torn > 0);
    }
}
