using AuditConsole.Conformance.Behaviours;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Kernel.Host;

namespace AuditConsole.Kernel.Tests.Live;

/// <summary>The behaviours that can be seen on this machine's own kernel without changing anything.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Behaviours => [.. Catalogue.Names(ShapeOfThisKernel(), Reach.Harmless)];

    [Theory]
    [MemberData(nameof(Behaviours))]
    public async Task Kernel_EachHarmlessBehaviour_IsAsDescribed(string name)
    {
        LiveMachine.Require();
        var hz = new KernelHost().Hz;
        Assert.SkipWhen(hz is null, "This machine's HZ is not known.");

        await Catalogue.RunAsync(name, await KernelSubject.AskAsync(Reach.Harmless, hz.Value));
    }

    // Where it cannot be asked, each of its tests says so.
    private static SubjectShape ShapeOfThisKernel()
    {
        var canBeAsked = new KernelAccess(new KernelHost()).Examine().All(f => f.Severity != FindingSeverity.Crit);
        return canBeAsked ? SubjectShape.Of(KernelSubject.AskAsync(Reach.Harmless, hz: 1).GetAwaiter().GetResult()) : SubjectShape.Stock;
    }
}
