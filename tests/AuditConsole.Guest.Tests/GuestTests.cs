using System.Reflection;
using AuditConsole.Guest.Tests.Support;

namespace AuditConsole.Guest.Tests;

/// <summary>Every explicit test of this assembly, run inside one guest whose kernel keeps <c>backlog_max_depth</c>.</summary>
public sealed class GuestTests(GuestRun run) : IClassFixture<GuestRun>
{
    public static IEnumerable<TheoryDataRow<string>> InnerTests =>
        from type in typeof(GuestTests).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is { Explicit: true }
        let name = $"{type.FullName}.{method.Name}"
        select new TheoryDataRow<string>(name) { TestDisplayName = $"Inside.{type.Name}.{method.Name}" };

    [Theory]
    [MemberData(nameof(InnerTests))]
    public void Inside_TheGuest_Passes(string test)
    {
        Assert.SkipWhen(Testbed.Missing is not null, Testbed.Missing ?? "");
        var result = run.Result(test);

        Assert.True(result is not null, $"The guest did not report this test. It printed:\n{run.Output}");
        Assert.True(result.Status == "passed", $"{result.Status} in the guest: {result.Message}\n{result.Trace}");
    }
}
