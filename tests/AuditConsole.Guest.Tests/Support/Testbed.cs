namespace AuditConsole.Guest.Tests.Support;

/// <summary>Where the guest that has <c>backlog_max_depth</c> is started from, and whether it can be.</summary>
internal static class Testbed
{
    private const string Variable = "AUDITCONSOLE_TESTBED";
    private static readonly string[] Programs = ["/usr/bin/qemu-system-x86_64", "/bin/busybox"];

    /// <summary>The program that runs a command in the guest.</summary>
    public static string RunInGuest { get; } = Path.Combine(Folder(), "run-in-guest");

    /// <summary>Why no guest can be started; <see langword="null"/> where one can.</summary>
    public static string? Missing { get; } = WhatIsMissing();

    private static string? WhatIsMissing()
    {
        if (!File.Exists(RunInGuest))
        {
            return $"There is no testbed at {RunInGuest}; set {Variable} to its folder.";
        }

        return Programs.FirstOrDefault(p => !File.Exists(p)) is { } program ? $"{program} is not installed, which the testbed needs." : null;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            return folder;
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AuditConsole.sln")))
        {
            root = root.Parent;
        }

        return Path.GetFullPath(Path.Combine(root?.FullName ?? AppContext.BaseDirectory, "..", "shared", "testbed"));
    }
}
