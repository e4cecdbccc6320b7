using System.Diagnostics;

namespace AuditConsole.Processes.Tests.Support;

/// <summary>This machine's kernel beside the console.</summary>
internal static class Machine
{
    private static readonly string[] s_folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    /// <summary>Skips the test where this machine's kernel cannot be asked or the program is not installed.</summary>
    public static void Require(string program)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "This machine's kernel answers root alone.");
        Assert.SkipWhen(Find(program) is null, $"{program} is not installed.");
    }

    /// <summary>What <c>auditctl -s</c> says, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AuditctlAsync()
    {
        var (code, output, error) = await RunAsync("auditctl", "-s");
        Assert.True(code == 0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2))
            .ToDictionary(words => words[0], words => words[1], StringComparer.Ordinal);
    }

    /// <summary>Runs an installed program to its end.</summary>
    public static async Task<Ended> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ended(process.ExitCode, await output, await error);
    }

    /// <summary>Where a program is; <see langword="null"/> where it is not installed.</summary>
    public static string? Find(string program) => s_folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
