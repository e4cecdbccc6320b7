namespace AuditConsole.Kernel.Probe.Assembly;

/// <summary>One BPF instruction of eight bytes.</summary>
/// <remarks>Source: <c>struct bpf_insn</c> in <c>include/uapi/linux/bpf.h</c>, on a little-endian machine.</remarks>
internal readonly record struct Instruction(byte Opcode, Register Destination, Register Source, short Offset, int Immediate)
{
    /// <summary>Class of 64-bit arithmetic.</summary>
    public const byte Arithmetic64 = 0x07;

    /// <summary>Class of jumps.</summary>
    public const byte Jump = 0x05;

    /// <summary>The second operand is a register.</summary>
    public const byte FromRegister = 0x08;

    /// <summary>Load from memory, but for the size.</summary>
    public const byte Load = 0x61;

    /// <summary>Store of an immediate, but for the size.</summary>
    public const byte StoreImmediate = 0x62;

    /// <summary>Store of a register, but for the size.</summary>
    public const byte Store = 0x63;

    /// <summary>Load of a 64-bit immediate, which takes two instructions.</summary>
    public const byte LoadWide = 0x18;

    /// <summary>Atomic operation on 8 bytes of memory; the immediate says which.</summary>
    public const byte Atomic = 0xDB;

    /// <summary>Addition, as an immediate of <see cref="Atomic"/>: no order among other accesses is promised.</summary>
    public const int AtomicAdd = 0x00;

    /// <summary>Addition that returns the value before it, which makes it a full barrier (Linux 5.12).</summary>
    public const int AtomicFetchAdd = 0x01;

    public const byte Call = 0x85;

    public const byte Exit = 0x95;

    public ulong Encode() =>
        Opcode | (ulong)Destination << 8 | (ulong)Source << 12 | (ulong)(ushort)Offset << 16 | (ulong)(uint)Immediate << 32;
}
