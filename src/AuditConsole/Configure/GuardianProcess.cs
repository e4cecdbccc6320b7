using System.Diagnostics;
using System.Runtime.InteropServices;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Monitoring.Changes;

namespace AuditConsole.Configure;

/// <summary>This program again, as the process that takes a change back when its console has been killed.</summary>
internal static class GuardianProcess
{
    private const string Command = "guard-change";

    // Enough for one small file and one connection.
    private static readonly (string Name, string Value)[] s_runtime =
    [
        ("DOTNET_gcServer", "0"), ("DOTNET_GCHeapHardLimit", "0x2000000"), ("DOTNET_TieredPGO", "0"), ("DOTNET_EnableDiagnostics", "0"),
    ];

    /// <summary>Whether this process is meant to be one.</summary>
    public static bool IsMeant(string[] args) => args is [Command, _];

    /// <summary>Guards the change in a journal until it is settled.</summary>
    /// <returns>The exit code: 0 when it is settled.</returns>
    public static async Task<int> RunAsync(string journal)
    {
        // Whoever ends the console at a terminal, or by its service, means the console; this ends by itself once the change is settled.
        using var interrupt = Ignore(PosixSignal.SIGINT);
        using var hangUp = Ignore(PosixSignal.SIGHUP);
        using var quit = Ignore(PosixSignal.SIGQUIT);
        using var terminate = Ignore(PosixSignal.SIGTERM);
        var guard = new ChangeGuard(new ChangeJournal(journal), NetlinkTransport.Open, new KernelHost().BootId, TimeProvider.System);
        return await guard.RunAsync(CancellationToken.None) ? 0 : 1;
    }

    /// <summary>Starts one. It gets no setting and no secret of this process, and holds none of its files open.</summary>
    /// <exception cref="InvalidOperationException">It cannot be started.</exception>
    public static void Start(string journal)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known");
        var isHosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, [.. isHosted ? [typeof(GuardianProcess).Assembly.Location] : Array.Empty<string>(), Command, Path.GetFullPath(journal)])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => !IsNeeded(name)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in s_runtime)
        {
            start.Environment[name] = value;
        }

        using var guardian = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    }

    private static bool IsNeeded(string name) => name is "PATH" or "LD_LIBRARY_PATH" || name.StartsWith("DOTNET_", StringComparison.Ordinal);

    private static PosixSignalRegistration Ignore(PosixSignal signal) => PosixSignalRegistration.Create(signal, context => context.Cancel = true);
}
