using System.Globalization;

namespace AuditConsole.Kernel.Sampling;

/// <summary>Whether kauditd was asleep at one instant, and how often it had been switched away from until then.</summary>
internal readonly record struct KauditdLook(bool Asleep, long Switches);

/// <summary>Watches the kernel thread that alone takes records off the queue.</summary>
/// <remarks>
/// A look reads the state first and the switches next. A thread that runs between two looks and is asleep at the second has been switched
/// away from in between, so two looks that find it asleep with the same number enclose a time in which it did not run.
/// Sources: <c>kauditd_thread</c> in <c>kernel/audit.c</c>; <c>proc_pid_status</c> in <c>fs/proc/array.c</c>. Not thread-safe.
/// </remarks>
internal sealed class KauditdWatch : IDisposable
{
    private const long KernelThread = 0x00200000;
    private readonly ProcFile? _status;

    private KauditdWatch(ProcFile? status) => _status = status;

    /// <summary>Whether it was found.</summary>
    public bool Found => _status is not null;

    /// <summary>Looks for a kernel thread of that name; any program may call itself so too.</summary>
    public static KauditdWatch Find(string proc)
    {
        foreach (var folder in Processes(proc))
        {
            if (IsKauditd(Path.Combine(folder, "stat")) && ProcFile.TryOpen(Path.Combine(folder, "status")) is { } status)
            {
                return new KauditdWatch(status);
            }
        }

        return new KauditdWatch(null);
    }

    /// <summary>Looks once; awake where it cannot be seen.</summary>
    public KauditdLook Look()
    {
        if (_status is null)
        {
            return default;
        }

        var text = _status.Read();
        return text.IndexOf("\nState:\tS"u8) >= 0
            && ProcFile.Number(text, "\nvoluntary_ctxt_switches:\t"u8) is { } voluntary
            && ProcFile.Number(text, "\nnonvoluntary_ctxt_switches:\t"u8) is { } forced
                ? new KauditdLook(Asleep: true, voluntary + forced) : default;
    }

    public void Dispose() => _status?.Dispose();

    private static List<string> Processes(string proc)
    {
        try
        {
            return Directory.EnumerateDirectories(proc).Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsKauditd(string stat)
    {
        const string Name = " (kauditd) ";
        const int Flags = 6;
        try
        {
            var line = File.ReadAllText(stat);
            var at = line.IndexOf(Name, StringComparison.Ordinal);
            var fields = at < 0 ? [] : line[(at + Name.Length)..].Split(' ');
            return fields.Length > Flags && long.TryParse(fields[Flags], NumberStyles.None, CultureInfo.InvariantCulture, out var flags)
                && (flags & KernelThread) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
