using System.Reflection;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Guest.Tests.Support;

namespace AuditConsole.Guest.Tests;

/// <summary>Every inner test, run inside one guest for each kernel: one keeps <c>backlog_max_depth</c>, the other does not.</summary>
public sealed class GuestTests(GuestRuns runs) : IClassFixture<GuestRuns>
{
    private static readonly GuestRuns s_named = new();

    public static IEnumerable<TheoryDataRow<string>> PatchedTests => InnerTests(s_named.Patched.Inner);

    public static IEnumerable<TheoryDataRow<string>> Behaviours => InnerTests(s_named.Conformance.Inner);

    public static IEnumerable<TheoryDataRow<string>> UnpatchedTests => InnerTests(s_named.Unpatched.Inner);

    [Theory]
    [MemberData(nameof(PatchedTests))]
    public void Inside_ThePatchedKernel_Passes(string test) => AssertPassed(runs.Patched, test);

    [Theory]
    [MemberData(nameof(Behaviours))]
    public void Inside_ThePatchedKernel_IsAsDescribed(string test) => AssertPassed(runs.Conformance, test);

    [Theory]
    [MemberData(nameof(UnpatchedTests))]
    public void Inside_TheUnpatchedKernel_Passes(string test) => AssertPassed(runs.Unpatched, test);

    private static IEnumerable<TheoryDataRow<string>> InnerTests(string inner) =>
        from type in typeof(GuestKernel).Assembly.GetTypes()
        where type.Namespace == inner
        from method in type.GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is not null
        from arguments in ArgumentsOf(method)
        select new TheoryDataRow<string>($"{type.FullName}.{method.Name}{arguments}") { TestDisplayName = $"{inner.Split('.')[^1]}.{type.Name}.{method.Name}{arguments}" };

    // As the runner writes them: a theory's data are strings from a property of its class.
    private static IEnumerable<string> ArgumentsOf(MethodInfo method) => method.GetCustomAttribute<MemberDataAttribute>() is { } data
        ? ((IEnumerable<TheoryDataRow<string>>)method.DeclaringType!.GetProperty(data.MemberName)!.GetValue(null)!)
            .Select(row => $"({method.GetParameters()[0].Name}: \"{row.Data}\")")
        : [""];

    private static void AssertPassed(GuestRun run, string test)
    {
        Assert.SkipWhen(Testbed.Missing is not null, Testbed.Missing ?? "");
        var result = run.Result(test);

        Assert.True(result is not null, $"The guest did not report this test. It printed:\n{run.Output}");
        Assert.SkipWhen(result.Status == "skipped", $"Skipped in the guest. {result.Message}");
        Assert.True(result.Status == "passed", $"{result.Status} in the guest: {result.Message}\n{result.Trace}");
    }
}
