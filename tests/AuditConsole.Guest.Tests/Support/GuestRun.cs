using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AuditConsole.Guest.Tests.Support;

/// <summary>One boot of the guest, in which this assembly runs its explicit tests.</summary>
public sealed class GuestRun : IAsyncLifetime
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

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<string> BootAsync(string shared)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        string[] command =
        [
            dotnet, typeof(GuestRun).Assembly.Location, "--explicit", "only", "--filter-namespace", typeof(Inside.GuestKernel).Namespace!, "--no-progress",
            "--results-directory", "/gshared", "--report-ctrf", "--report-ctrf-filename", Report,
        ];
        var start = new ProcessStartInfo(Testbed.RunInGuest, command) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GUEST_SHARED"] = shared;
        start.Environment["GUEST_CWD"] = "/";
        start.Environment["GUEST_TIMEOUT"] = "300";

        // On one processor kauditd cannot drain a burst while it is being queued, so each burst has a peak worth looking at.
        start.Environment["GUEST_SMP"] = "1";
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
            test => test.GetProperty("name").GetString()!,
            test => new InnerResult(test.GetProperty("status").GetString()!, Text(test, "message"), Text(test, "trace")),
            StringComparer.Ordinal);
    }

    private static string Text(JsonElement test, string name) => test.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}

/// <summary>How a test ended inside the guest.</summary>
public sealed record InnerResult(string Status, string Message, string Trace);
