using System.Runtime.InteropServices;

namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>The numbers and places that differ between the machines a probe is built for.</summary>
/// <param name="Bpf">Number of bpf(2).</param>
/// <param name="PerfEventOpen">Number of perf_event_open(2).</param>
/// <param name="FirstArgument">Where a function's first argument is among the registers a kprobe is handed, in bytes.</param>
/// <param name="ThirdArgument">Where the third one is.</param>
/// <remarks>
/// Source: <c>arch/x86/entry/syscalls/syscall_64.tbl</c>, <c>include/uapi/asm-generic/unistd.h</c>; <c>rdi</c> and <c>rdx</c> of <c>struct pt_regs</c> in
/// <c>arch/x86/include/uapi/asm/ptrace.h</c>, <c>regs[0]</c> and <c>regs[2]</c> of <c>struct user_pt_regs</c> in <c>arch/arm64/include/uapi/asm/ptrace.h</c>.
/// </remarks>
internal sealed record BpfSystemCalls(int Bpf, int PerfEventOpen, int FirstArgument, int ThirdArgument)
{
    /// <summary>Those of an architecture; <see langword="null"/> for one that no probe is built for.</summary>
    public static BpfSystemCalls? Of(Architecture architecture) => architecture switch
    {
        Architecture.X64 => new BpfSystemCalls(321, 298, 112, 96),
        Architecture.Arm64 => new BpfSystemCalls(280, 241, 0, 16),
        _ => null,
    };
}
