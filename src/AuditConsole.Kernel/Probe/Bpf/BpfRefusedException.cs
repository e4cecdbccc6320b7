using System.Runtime.InteropServices;

namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>A step on the way to a running program.</summary>
internal enum BpfStep
{
    Map,
    Memory,
    Load,
    Attach,
}

/// <summary>The kernel refused a step.</summary>
/// <param name="step">Which one.</param>
/// <param name="errno">Its answer.</param>
/// <param name="log">What the verifier wrote; empty where it was not reached, or had nothing to say.</param>
internal sealed class BpfRefusedException(BpfStep step, int errno, string log = "") : Exception($"{step}: {Name(errno)}")
{
    public const int TooLarge = 7;
    public const int Busy = 16;
    public const int NoSystemCall = 38;
    public const int NotSupportedInside = 524;

    public BpfStep Step => step;

    public int Errno => errno;

    public string Log => log;

    /// <summary>The refusal of the call that failed last on this thread.</summary>
    public static BpfRefusedException OfLastCall(BpfStep step, string log = "") => new(step, Marshal.GetLastPInvokeError(), log);

    public static string Name(int errno) => errno switch
    {
        TooLarge => "E2BIG",
        Busy => "EBUSY",
        NoSystemCall => "ENOSYS",
        NotSupportedInside => "ENOTSUPP",
        _ => Protocol.Errno.Name(errno),
    };
}
