using AuditConsole.Conformance.Behaviours;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Host;

namespace AuditConsole.Guest.Inside.Conformance;

/// <summary>The behaviours that change the audit state and can be undone, and those that change nothing.</summary>
public sealed class ConformanceTests
{
    public static IEnumerable<TheoryDataRow<string>> Behaviours =>
        Catalogue.Names(SubjectShape.Patched, Reach.Changing).Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Behaviours))]
    public async Task Kernel_EachBehaviour_IsAsDescribed(string name)
    {
        Assert.True(GuestMark.IsGuest, "This test changes and locks the audit configuration, so it runs in the guest alone.");

        await Catalogue.RunAsync(name, await KernelSubject.AskAsync(Reach.Changing, new KernelHost().Hz!.Value));
    }
}
