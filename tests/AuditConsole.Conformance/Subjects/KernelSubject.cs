using System.Diagnostics;
using System.Globalization;
using AuditConsole.Conformance.Exchange;

namespace AuditConsole.Conformance.Subjects;

/// <summary>The kernel this process runs on. Needs root in the initial namespaces.</summary>
public sealed class KernelSubject : IAuditSubject
{
    // One umask call each; the kernel logs SYSCALL, PROCTITLE and EOE for it.
    private const int RecordsOfACall = 3;
    private static readonly string[] s_rule = ["exit,always", "-F", "arch=b64", "-S", "umask"];

    private KernelSubject(Reach allows, int hz, int statusSize)
    {
        Allows = allows;
        Hz = hz;
        StatusSize = statusSize;
        RefusesUnknownFields = int.Parse(Read("/proc/sys/kernel/osrelease").Split('.')[0], CultureInfo.InvariantCulture) >= 7;
        AuditDefault = Read("/proc/cmdline").Split(' ', '\n').Any(word => word is "audit=1" or "audit=on");
    }

    /// <inheritdoc/>
    public Reach Allows { get; }

    /// <inheritdoc/>
    public int Hz { get; }

    /// <inheritdoc/>
    public int StatusSize { get; }

    /// <inheritdoc/>
    public bool RefusesUnknownFields { get; }

    /// <inheritdoc/>
    public bool AuditDefault { get; }

    /// <inheritdoc/>
    public bool IsKernel => true;

    /// <inheritdoc/>
    public uint ProcessId => (uint)Environment.ProcessId;

    /// <summary>Asks the kernel what it is.</summary>
    public static async Task<KernelSubject> AskAsync(Reach allows, int hz)
    {
        await using var session = new Session(new KernelSocket(new SocketOptions()));
        var status = Assert.Single((await session.AskAsync(1000, default)).Data);
        return new KernelSubject(allows, hz, status.Payload.Length);
    }

    /// <inheritdoc/>
    public IAuditSocket Open(SocketOptions options) => new KernelSocket(options);

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> FloodAsTasksAsync(int tasks, int records)
    {
        await RunAsync("/usr/sbin/auditctl", ["-a", .. s_rule]);
        var calls = (records + RecordsOfACall - 1) / RecordsOfACall;
        var flood = $"for ((i = 0; i < {calls}; i++)); do umask 022; done";
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => RunAsync("/bin/bash", ["-c", flood])));
        return new Rule();
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static string Read(string path) => File.ReadAllText(path);

    private sealed class Rule : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(RunAsync("/usr/sbin/auditctl", ["-d", .. s_rule]));
    }
}
