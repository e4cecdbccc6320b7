using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Tests.Support;

namespace AuditConsole.Kernel.Tests.Live;

/// <summary>Whether this machine's own kernel can be asked here; a test that needs it is skipped with the reason otherwise.</summary>
internal static class LiveMachine
{
    public static void Require(params string[] programs)
    {
        var stopper = new KernelAccess(new KernelHost()).Examine().FirstOrDefault(f => f.Severity == FindingSeverity.Crit);
        Assert.SkipWhen(stopper is not null, $"This machine's kernel cannot be asked: {stopper?.Finding}");
        foreach (var program in programs)
        {
            Assert.SkipWhen(Command.Find(program) is null, $"{program} is not installed.");
        }
    }

    /// <summary>What <c>auditctl -s</c> says, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AuditctlAsync()
    {
        var (code, output, error) = await Command.RunAsync(Command.Find("auditctl")!, "-s");
        Assert.True(code == 0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2))
            .ToDictionary(words => words[0], words => words[1], StringComparer.Ordinal);
    }
}
