using AuditConsole.Guest.Inside.Support;
using Xunit.Sdk;
using Xunit.v3;

// All inner tests share one kernel.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: TestCollectionOrderer(typeof(LockedLast))]

namespace AuditConsole.Guest.Inside.Support;

/// <summary>Runs the tests that lock the kernel after all others.</summary>
public sealed class LockedLast : ITestCollectionOrderer
{
    /// <summary>The collection of a class that locks it.</summary>
    public const string Locked = "locked kernel";

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => c.TestCollectionDisplayName == Locked)];
}
