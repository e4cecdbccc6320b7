using AuditConsole.Conformance.Behaviours;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Host;

namespace AuditConsole.Guest.Inside.Conformance;

/// <summary>The behaviours of a locked kernel, which stays so until the guest ends.</summary>
[Collection(LockedLast.Locked)]
public sealed class LockedConformanceTests
{
    public static IEnumerable<TheoryDataRow<string>> Behaviours =>
        Catalogue.Names(SubjectShape.Patched, Reach.Locking, Reach.Locking).Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Behaviours))]
    public async Task Kernel_EachBehaviour_IsAsDescribed(string name)
    {
        Assert.True(GuestMark.IsGuest, "This test changes and locks the audit configuration, so it runs in the guest alone.");

        await Catalogue.RunAsync(name, await KernelSubject.AskAsync(Reach.Locking, new KernelHost().Hz!.Value));
    }
}
