using AuditConsole.Kernel.Probe;

namespace AuditConsole.Kernel.Tests.Probe.Live;

public sealed class ProbeLiveTests
{
    [Fact]
    public void Start_OnThisMachine_GivesAProbeOrSaysInWordsWhyNot()
    {
        var start = AuditProbe.Start(TimeProvider.System);
        using var probe = start.Probe;

        Assert.True(probe is not null || start.Refusals.Count > 0);
        Assert.All(start.Refusals, reason =>
        {
            Assert.EndsWith(".", reason, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", reason, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', reason);
        });
        foreach (var reason in start.Refusals)
        {
            TestContext.Current.TestOutputHelper!.WriteLine(reason);
        }
    }
}
