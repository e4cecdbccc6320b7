using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using AuditConsole.Guest.Inside.Support;

namespace AuditConsole.Guest.Tests.Support;

/// <summary>One boot of the guest, in which the tests of one namespace run.</summary>
/// <param name="kernel">The kernel, as the testbed names it.</param>
/// <param name="inner">The namespace.</param>
public abstract class GuestRun(string kernel, string inner) : IAsyncLifetime
{
    private const string Report = "inside.json";
    private Dictionary<string, InnerResult> _results = [];

    /// <summary>What the guest printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>How the inner test of that name ended; <see langword="null"/> where it did not run.</summary>
    public InnerResult? Result(string test) => _results.GetValueOrDefault(test);

    public async ValueTask InitializeAsync()
    {
        if (Testbed.Missing is not null)
        {
            return;
        }

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

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private async Task<string> BootAsync(string shared)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

        // On a processor it shares with whoever hands in a burst, kauditd cannot drain it while it is being queued, so each burst
        // has a peak worth looking at. The console has the other processor.
        var inside = $"""
            export DOTNET_TieredPGO=0
            taskset -pc 0 "$(pgrep -x kauditd)" > /dev/null
            exec taskset -c 0 {dotnet} {typeof(GuestKernel).Assembly.Location} -namespace {inner} -noColor -ctrf /gshared/{Report}
            """;
        string[] command = ["-c", inside];
        var start = new ProcessStartInfo(Testbed.RunInGuest, command) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GUEST_KERNEL"] = kernel;
        start.Environment["GUEST_SHARED"] = shared;
        start.Environment["GUEST_CWD"] = "/";
        start.Environment["GUEST_TIMEOUT"] = "900";

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

/// <summary>The kernel that keeps <c>backlog_max_depth</c>.</summary>
public sealed class PatchedRun() : GuestRun("patched", Inner)
{
    public const string Inner = "AuditConsole.Guest.Inside.Patched";
}

/// <summary>The same kernel as it comes, which does not.</summary>
public sealed class UnpatchedRun() : GuestRun("unpatched", Inner)
{
    public const string Inner = "AuditConsole.Guest.Inside.Unpatched";
}

/// <summary>How a test ended inside the guest.</summary>
public sealed record InnerResult(string Status, string Message, string Trace);
