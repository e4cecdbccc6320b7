namespace AuditConsole.Kernel.Probe.Assembly;

/// <summary>How much of memory a load or store moves: the size bits of its opcode.</summary>
internal enum Width : byte
{
    /// <summary>4 bytes.</summary>
    Word = 0x00,

    /// <summary>8 bytes.</summary>
    Double = 0x18,
}

/// <summary>What is computed on 64 bits: the code bits of the opcode.</summary>
internal enum Arithmetic : byte
{
    Add = 0x00,
    Subtract = 0x10,
    Multiply = 0x20,
    Or = 0x40,
    And = 0x50,
    ShiftLeft = 0x60,
    ShiftRight = 0x70,
    Move = 0xB0,
}

/// <summary>When a jump is taken, the operands unsigned: the code bits of the opcode.</summary>
internal enum Comparison : byte
{
    Equal = 0x10,
    Greater = 0x20,
    GreaterOrEqual = 0x30,
    NotEqual = 0x50,
    Less = 0xA0,
    LessOrEqual = 0xB0,
}

/// <summary>A function of the kernel that a program may call.</summary>
/// <remarks>Source: <c>___BPF_FUNC_MAPPER</c> in <c>include/uapi/linux/bpf.h</c>.</remarks>
internal enum Helper
{
    /// <summary>CLOCK_MONOTONIC in nanoseconds.</summary>
    KtimeGetNs = 5,

    /// <summary>Copies R2 bytes from the kernel address R3 to R1; 0, or a negative errno.</summary>
    ProbeReadKernel = 113,

    /// <summary>Copies a text with its zero from the kernel address R3 to R1, cut off at R2 bytes; how many bytes, or a negative errno.</summary>
    ProbeReadKernelStr = 115,
}
