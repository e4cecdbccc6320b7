using AuditConsole.Kernel.Host;

namespace AuditConsole.Kernel.Tests.Support;

/// <summary>
/// A proc file system in a folder of its own, with the settings and sys beside it: a root process of the first namespaces on
/// a machine in good order, until a test says otherwise.
/// </summary>
internal sealed class FakeProc : IDisposable
{
    public FakeProc()
    {
        Write("sys/kernel/osrelease", "7.3.4-test\n");
        Write("sys/kernel/random/boot_id", "0b6f2a9e-0000-4000-8000-000000000001\n");
        Write("cmdline", "quiet audit=1 audit_backlog_limit=8192 -- --audit=0\n");
        Write("sys/kernel/ftrace_enabled", "1\n");
        Write("1/comm", "systemd\n");
        Write("612/comm", "auditd\n");
        Status();
        Namespace("self", "user", 4026531837);
        Namespace("self", "pid", 4026531836);
        Namespace("self", "net", 4026531833);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("auditconsole-proc-").FullName;

    public string Etc => System.IO.Path.Combine(Path, "etc");

    public string Sys => System.IO.Path.Combine(Path, "sysfs");

    /// <summary>The machine, with a tick of so many nanoseconds.</summary>
    public KernelHost Host(long? tickNanoseconds = 4_000_000) => new(tickNanoseconds, Path, Etc, Sys);

    public void Status(ulong capabilities = 0x1ffffffffff, int seccomp = 0) =>
        Write("self/status", $"Name:\ttest\nUid:\t1000\t990\t990\t990\nCapEff:\t{capabilities:x16}\nSeccomp:\t{seccomp}\nSeccomp_filters:\t{seccomp}\n");

    public void Namespace(string process, string kind, uint inode)
    {
        var link = System.IO.Path.Combine(Path, process, "ns", kind);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(link)!);
        File.Delete(link);
        File.CreateSymbolicLink(link, $"{kind}:[{inode}]");
    }

    public void Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Remove(string file) => File.Delete(System.IO.Path.Combine(Path, file));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
