using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AuditConsole.Tests.Support.Processes;

/// <summary>The built console, and how a process of it is begun.</summary>
internal static class ConsoleProgram
{
    /// <summary>The token that each of them takes for an admin's, where it asks who comes.</summary>
    public const string Token = "a-token-for-the-tests-of-processes-alone";

    private static readonly string s_dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private static string Program { get; } = Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ConsoleProgram").Value!;

    /// <summary>Runs it to its end.</summary>
    public static Task<Ended> RunAsync(params string[] arguments) => RunUnderAsync([], arguments);

    /// <summary>Runs it to its end, as the program that another one such as <c>setpriv</c> becomes.</summary>
    public static async Task<Ended> RunUnderAsync(string[] under, params string[] arguments)
    {
        using var process = Begin(under, arguments);
        var stop = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var error = process.StandardError.ReadToEndAsync(stop);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            process.Kill();
        }

        return new Ended(process.ExitCode, await output, await error);
    }

    /// <summary>Begins a process, in a folder that holds no settings.</summary>
    public static Process Begin(string[] under, params string[] arguments)
    {
        string[] words = [.. under, s_dotnet, Program, .. arguments];
        return Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["AuditConsole__Auth__BootstrapToken"] = Token },
        })!;
    }
}

/// <summary>How a process ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error);
