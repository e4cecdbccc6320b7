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
    public const string Locked = "locked kernel";

    /// <summary>These begin with a lock that may be there already, so they come after those that set it themselves.</summary>
    public const string Conformance = "conformance of the locked kernel";

    private static readonly string[] s_last = [Locked, Conformance];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Array.IndexOf(s_last, c.TestCollectionDisplayName))];
}
