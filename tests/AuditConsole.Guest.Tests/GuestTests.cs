using System.Reflection;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Guest.Tests.Support;

namespace AuditConsole.Guest.Tests;

/// <summary>Every inner test, run inside one guest for each kernel: one keeps <c>backlog_max_depth</c>, the other does not.</summary>
public sealed class GuestTests(PatchedRun patched, UnpatchedRun unpatched) : IClassFixture<PatchedRun>, IClassFixture<UnpatchedRun>
{
    public static IEnumerable<TheoryDataRow<string>> PatchedTests => InnerTests(PatchedRun.Inner);

    public static IEnumerable<TheoryDataRow<string>> UnpatchedTests => InnerTests(UnpatchedRun.Inner);

    [Theory]
    [MemberData(nameof(PatchedTests))]
    public void Inside_ThePatchedKernel_Passes(string test) => AssertPassed(patched, test);

    [Theory]
    [MemberData(nameof(UnpatchedTests))]
    public void Inside_TheUnpatchedKernel_Passes(string test) => AssertPassed(unpatched, test);

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
