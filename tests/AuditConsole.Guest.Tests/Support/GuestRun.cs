using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using AuditConsole.Guest.Inside.Support;

namespace AuditConsole.Guest.Tests.Support;

/// <summary>One boot of the guest, in which the tests of one namespace run.</summary>
/// <param name="kernel">The kernel, as the testbed names it.</param>
/// <param name="inner">The namespace.</param>
public sealed class GuestRun(string kernel, string inner)
{
    private const string Report = "inside.json";
    private Dictionary<string, InnerResult> _results = [];

    /// <summary>The namespace of its tests.</summary>
    public string Inner => inner;

    /// <summary>What the guest printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>How the inner test of that name ended; <see langword="null"/> where it did not run.</summary>
    public InnerResult? Result(string test) => _results.GetValueOrDefault(test);

    /// <summary>Boots, runs the tests and powers off.</summary>
    public async Task RunAsync()
    {
        var shared = Directory.CreateTempSubdirectory("auditconsole-guest-");
        try
        {
            Output = await BootAsync(shared.FullName);
            var report = Path.Combine(shared.FullName, Report);
            if (File.Exists(report))
            {
                _results = Read(await File.ReadAllTextAsync(report));
            }
        }
        finally
        {
            shared.Delete(recursive: true);
        }
    }

    private async Task<string> BootAsync(string shared)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

        // On a processor it shares with whoever hands in a burst, kauditd cannot drain it while it is being queued, so each burst
        // has a peak worth looking at: as a batch job it does not take the processor from others by waking up. The console has the other processor.
        var inside = $"""
            export DOTNET_TieredPGO=0
            taskset -pc 0 "$(pgrep -x kauditd)" > /dev/null
            chrt --batch --pid 0 "$(pgrep -x kauditd)"
            exec taskset -c 0 {dotnet} {typeof(GuestKernel).Assembly.Location} -namespace {inner} -noColor -ctrf /gshared/{Report}
            """;
        string[] command = ["-c", inside];
        var start = new ProcessStartInfo(Testbed.RunInGuest, command) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GUEST_KERNEL"] = kernel;
        start.Environment["GUEST_SHARED"] = shared;
        start.Environment["GUEST_CWD"] = "/";
        start.Environment["GUEST_TIMEOUT"] = "1800";
        start.Environment["GUEST_SMP"] = "2";
        start.Environment["GUEST_APPEND"] = $"audit=1 audit_backlog_limit=64 {GuestMark.BootParameter}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return await output + await error;
    }

    private static Dictionary<string, InnerResult> Read(string report)
    {
        using var json = JsonDocument.Parse(report);
        return json.RootElement.GetProperty("results").GetProperty("tests").EnumerateArray().ToDictionary(
            // The report escapes the quotes around a theory's argument once more than JSON needs.
            test => test.GetProperty("name").GetString()!.Replace("\\\"", "\"", StringComparison.Ordinal),
            test => new InnerResult(test.GetProperty("status").GetString()!, Text(test, "message"), Text(test, "trace")),
            StringComparer.Ordinal);
    }

    private static string Text(JsonElement test, string name) => test.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}

/// <summary>How a test ended inside the guest.</summary>
public sealed record InnerResult(string Status, string Message, string Trace);
