namespace AuditConsole.Kernel.Probe.Assembly;

/// <summary>A register of the BPF machine: R0 holds what a call returns, R1–R5 are lost in a call, R6–R9 are kept, R10 is the read-only frame pointer.</summary>
/// <remarks>Source: <c>Documentation/bpf/standardization/instruction-set.rst</c>.</remarks>
internal enum Register : byte
{
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10,
}
