using System.Diagnostics;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>The audit system's functions that something is attached to, as the tracing file system lists them.</summary>
internal static class AttachedFunctions
{
    private const string Folder = "/sys/kernel/tracing";
    private const string List = $"{Folder}/enabled_functions";

    public static async Task<IReadOnlyList<string>> ReadAsync()
    {
        if (!File.Exists(List))
        {
            using var mount = Process.Start("/bin/busybox", ["mount", "-t", "tracefs", "tracefs", Folder]);
            await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var functions = await File.ReadAllLinesAsync(List, TestContext.Current.CancellationToken);
        return [.. functions.Where(line => line.StartsWith("kauditd_", StringComparison.Ordinal) || line.StartsWith("audit_log_", StringComparison.Ordinal))];
    }
}
