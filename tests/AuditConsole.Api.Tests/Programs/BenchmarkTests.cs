using System.Diagnostics;

namespace AuditConsole.Api.Tests.Programs;

public sealed class BenchmarkTests
{
    [Fact(Timeout = 120_000)]
    public async Task Benchmarks_OnLittleData_CompareLikeWithLike()
    {
        var own = AppContext.BaseDirectory;
        var program = Path.Combine(own.Replace("AuditConsole.Api.Tests", "AuditConsole.Benchmarks", StringComparison.Ordinal), "AuditConsole.Benchmarks.dll");
        using var smoke = Process.Start(new ProcessStartInfo("dotnet", [program, "--smoke"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

        var printed = await smoke.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            + await smoke.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await smoke.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(smoke.ExitCode == 0, printed);
    }
}
