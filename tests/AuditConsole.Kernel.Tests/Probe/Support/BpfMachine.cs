using System.Buffers.Binary;
using System.Text;
using AuditConsole.Kernel.Probe.Assembly;

namespace AuditConsole.Kernel.Tests.Probe.Support;

/// <summary>Runs the instructions that the assembler writes, one by one, so that anything may happen between two of them.</summary>
internal sealed class BpfMachine
{
    public const ulong MemoryBase = 0x1000_0000;
    public const ulong ContextBase = 0x3000_0000;

    private const ulong StackTop = 0x2000_0200;
    private const int StackSize = 512;

    private readonly ulong[] _registers = new ulong[11];
    private readonly byte[] _stack = new byte[StackSize];

    /// <summary>The map's value.</summary>
    public required ulong[] Memory { get; init; }

    /// <summary>What the program is handed.</summary>
    public ulong[] Context { get; init; } = [];

    /// <summary>Reads four bytes of kernel memory; <see langword="null"/> where that fails.</summary>
    public Func<ulong, uint?> ReadKernel { get; init; } = _ => null;

    /// <summary>Reads a text of kernel memory without its zero; <see langword="null"/> where that fails.</summary>
    public Func<ulong, string?> ReadText { get; init; } = _ => null;

    public ulong Nanoseconds { get; set; }

    /// <summary>Runs before the instruction of that number of those executed.</summary>
    public Action<int> Before { get; init; } = _ => { };

    public ulong this[Register register]
    {
        get => _registers[(int)register];
        set => _registers[(int)register] = value;
    }

    /// <summary>Runs a program to its exit.</summary>
    /// <returns>How many instructions it executed.</returns>
    public int Run(ulong[] program)
    {
        _registers[1] = ContextBase;
        _registers[10] = StackTop;
        for (int at = 0, executed = 0; ; at++, executed++)
        {
            Before(executed);
            var word = program[at];
            var (opcode, to, from) = ((byte)word, (int)(word >> 8 & 15), (int)(word >> 12 & 15));
            var (offset, immediate) = ((short)(word >> 16), (int)(word >> 32));
            switch (opcode)
            {
                case Instruction.Atomic:
                    Add(to, from, offset, immediate);
                    break;
                case Instruction.Exit:
                    return executed + 1;
                case Instruction.Call:
                    Call((Helper)immediate);
                    break;
                case Instruction.LoadWide:
                    _registers[to] = from == 2 ? MemoryBase : (uint)immediate | program[at + 1] >> 32 << 32;
                    at++;
                    break;
                default:
                    at += Execute(opcode, to, from, offset, immediate);
                    break;
            }
        }
    }

    private int Execute(byte opcode, int to, int from, short offset, int immediate)
    {
        var operand = (opcode & Instruction.FromRegister) != 0 ? _registers[from] : (ulong)immediate;
        var wide = (opcode & 0x18) == (byte)Width.Double;
        switch (opcode & 0x07)
        {
            case Instruction.Arithmetic64:
                _registers[to] = Compute((Arithmetic)(opcode & 0xF0), _registers[to], operand);
                return 0;
            case Instruction.Jump:
                return (opcode & 0xF0) == 0 || Holds((Comparison)(opcode & 0xF0), _registers[to], operand) ? offset : 0;
            case Instruction.Load & 0x07:
                _registers[to] = Read(_registers[from] + (ulong)offset, wide);
                return 0;
            case Instruction.Store & 0x07:
                Write(_registers[to] + (ulong)offset, _registers[from], wide);
                return 0;
            case Instruction.StoreImmediate & 0x07:
                Write(_registers[to] + (ulong)offset, (ulong)immediate, wide);
                return 0;
            default:
                throw new InvalidOperationException($"Opcode 0x{opcode:X2} is not of this machine.");
        }
    }

    private static ulong Compute(Arithmetic operation, ulong left, ulong right) => operation switch
    {
        Arithmetic.Add => left + right,
        Arithmetic.Subtract => left - right,
        Arithmetic.Multiply => left * right,
        Arithmetic.Or => left | right,
        Arithmetic.And => left & right,
        Arithmetic.ShiftLeft => left << (int)right,
        Arithmetic.ShiftRight => left >> (int)right,
        Arithmetic.Move => right,
        _ => throw new InvalidOperationException($"{operation} is not of this machine."),
    };

    private static bool Holds(Comparison comparison, ulong left, ulong right) => comparison switch
    {
        Comparison.Equal => left == right,
        Comparison.Greater => left > right,
        Comparison.GreaterOrEqual => left >= right,
        Comparison.NotEqual => left != right,
        Comparison.Less => left < right,
        Comparison.LessOrEqual => left <= right,
        _ => throw new InvalidOperationException($"{comparison} is not of this machine."),
    };

    private void Add(int to, int from, short offset, int operation)
    {
        var address = _registers[to] + (ulong)offset;
        var before = Read(address, wide: true);
        Write(address, before + _registers[from], wide: true);
        _registers[from] = operation switch
        {
            Instruction.AtomicAdd => _registers[from],
            Instruction.AtomicFetchAdd => before,
            _ => throw new InvalidOperationException($"Atomic operation 0x{operation:X} is not of this machine."),
        };
    }

    private void Call(Helper helper)
    {
        _registers[0] = helper switch
        {
            Helper.KtimeGetNs => Nanoseconds,
            Helper.ProbeReadKernel when ReadKernel(_registers[3]) is { } value => Copied(value),
            Helper.ProbeReadKernelStr when ReadText(_registers[3]) is { } text => Copied(text),
            _ => unchecked((ulong)-14),
        };

        // A call leaves nothing in the registers of its arguments.
        _registers.AsSpan(1, 5).Fill(0xDEAD_DEAD_DEAD_DEAD);
    }

    private ulong Copied(uint value)
    {
        Assert.Equal(sizeof(uint), (int)_registers[2]);
        BinaryPrimitives.WriteUInt32LittleEndian(OnStack(_registers[1], sizeof(uint)), value);
        return 0;
    }

    // As strncpy_from_kernel_nofault: with a zero at its end, cut off for it, and nothing behind it touched.
    private ulong Copied(string text)
    {
        var size = Math.Min(text.Length + 1, (int)_registers[2]);
        var copy = OnStack(_registers[1], size);
        Encoding.ASCII.GetBytes(text.AsSpan(0, size - 1), copy);
        copy[^1] = 0;
        return (ulong)size;
    }

    private ulong Read(ulong address, bool wide) => address switch
    {
        >= ContextBase => Context[(address - ContextBase) / sizeof(ulong)],
        >= MemoryBase and < MemoryBase + (1 << 20) => Memory[(address - MemoryBase) / sizeof(ulong)],
        _ => wide ? BinaryPrimitives.ReadUInt64LittleEndian(OnStack(address, 8)) : BinaryPrimitives.ReadUInt32LittleEndian(OnStack(address, 4)),
    };

    private void Write(ulong address, ulong value, bool wide)
    {
        Assert.True(wide, "The programs store words of 8 bytes alone.");
        if (address is >= MemoryBase and < MemoryBase + (1 << 20))
        {
            Memory[(address - MemoryBase) / sizeof(ulong)] = value;
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(OnStack(address, 8), value);
        }
    }

    private Span<byte> OnStack(ulong address, int size) => _stack.AsSpan((int)(address - (StackTop - StackSize)), size);
}
