using System.Diagnostics;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>Sets the guest's audit rules.</summary>
internal static class Auditctl
{
    public static async Task RunAsync(params string[] words)
    {
        using var process = Process.Start("/usr/sbin/auditctl", words);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
