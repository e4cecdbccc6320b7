using System.Globalization;

namespace AuditConsole.Kernel.Host;

/// <summary>What the proc file system says about this process. A member is <see langword="null"/> where it cannot be told.</summary>
/// <param name="EffectiveCapabilities"><c>CapEff</c>, one bit per capability.</param>
/// <param name="SeccompMode">0 off, 1 strict, 2 filter.</param>
/// <param name="InInitialUserNamespace">Whether the process lives in the user namespace of the boot.</param>
/// <param name="InInitialPidNamespace">The same of the pid namespace.</param>
/// <param name="InInitialNetworkNamespace">The same of the network namespace.</param>
/// <param name="User">The effective user id.</param>
/// <remarks>Source of the inode numbers: <c>PROC_*_INIT_INO</c> in <c>include/linux/proc_ns.h</c>.</remarks>
internal sealed record ProcSelf(
    ulong? EffectiveCapabilities, int? SeccompMode, bool? InInitialUserNamespace, bool? InInitialPidNamespace, bool? InInitialNetworkNamespace,
    uint? User = null)
{
    public const int SystemAdmin = 21;
    public const int AuditWrite = 29;
    public const int AuditControl = 30;
    public const int AuditRead = 37;
    public const int PerfMon = 38;
    public const int Bpf = 39;

    private const uint InitialUserNamespace = 0xEFFFFFFD;
    private const uint InitialPidNamespace = 0xEFFFFFFC;
    private const uint FirstAllocatedNamespace = 0xF0000000;

    public bool? Has(int capability) => EffectiveCapabilities is { } bits ? (bits >> capability & 1) != 0 : null;

    public static ProcSelf Read(string proc)
    {
        var status = ReadStatus(Path.Combine(proc, "self", "status"));
        var pid = Namespace(proc, "self", "pid") is { } pidInode ? pidInode == InitialPidNamespace : (bool?)null;
        return new ProcSelf(
            status.TryGetValue("CapEff", out var caps) && ulong.TryParse(caps, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
                ? bits : null,
            status.TryGetValue("Seccomp", out var seccomp) && int.TryParse(seccomp, NumberStyles.None, CultureInfo.InvariantCulture, out var mode)
                ? mode : null,
            Namespace(proc, "self", "user") is { } inode ? inode == InitialUserNamespace : null,
            pid,
            IsInitialNetwork(Namespace(proc, "self", "net"), pid == true ? Namespace(proc, "1", "net") : null),
            // Real, effective, saved, of the file system.
            status.TryGetValue("Uid", out var users) && users.Split('\t') is [_, var effective, ..]
                && uint.TryParse(effective, NumberStyles.None, CultureInfo.InvariantCulture, out var user) ? user : null);
    }

    /// <summary>Before Linux 6.18 the first network namespace has an inode like any other; then only process 1 tells it apart.</summary>
    private static bool? IsInitialNetwork(uint? own, uint? ofInit) => own switch
    {
        null => null,
        < FirstAllocatedNamespace => true,
        _ => ofInit is null ? null : own == ofInit,
    };

    private static uint? Namespace(string proc, string process, string kind)
    {
        try
        {
            var link = new FileInfo(Path.Combine(proc, process, "ns", kind)).LinkTarget;
            return link is not null && link.StartsWith(kind + ":[", StringComparison.Ordinal)
                && uint.TryParse(link.AsSpan(kind.Length + 2).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
                ? inode : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> ReadStatus(string file)
    {
        try
        {
            return File.ReadLines(file)
                .Select(line => line.Split(':', 2))
                .Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0], parts => parts[1].Trim(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
