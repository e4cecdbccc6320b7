namespace AuditConsole.Kernel.Probe.Assembly;

/// <summary>Writes a BPF program instruction by instruction.</summary>
/// <remarks>For one thread. <see cref="Build"/> checks the labels; what the program does is checked by the kernel's verifier.</remarks>
internal sealed class Assembler
{
    // BPF_PSEUDO_MAP_VALUE: the wide load gives the address of the map's only value.
    private const Register MapValue = Register.R2;

    private readonly List<Instruction> _instructions = [];
    private readonly List<(int At, Label Target)> _jumps = [];

    public Assembler Move(Register to, Register from) => Compute(Arithmetic.Move, to, from);

    public Assembler Move(Register to, int value) => Compute(Arithmetic.Move, to, value);

    public Assembler Compute(Arithmetic operation, Register to, Register with) =>
        Add(new Instruction((byte)((byte)operation | Instruction.FromRegister | Instruction.Arithmetic64), to, with, 0, 0));

    public Assembler Compute(Arithmetic operation, Register to, int with) =>
        Add(new Instruction((byte)((byte)operation | Instruction.Arithmetic64), to, 0, 0, with));

    public Assembler Load(Width width, Register to, Register address, int offset) =>
        Add(new Instruction((byte)(Instruction.Load | (byte)width), to, address, Short(offset), 0));

    public Assembler Store(Width width, Register address, int offset, Register value) =>
        Add(new Instruction((byte)(Instruction.Store | (byte)width), address, value, Short(offset), 0));

    public Assembler Store(Width width, Register address, int offset, int value) =>
        Add(new Instruction((byte)(Instruction.StoreImmediate | (byte)width), address, 0, Short(offset), value));

    /// <summary>Adds to 8 bytes of memory that several processors write; no order among other accesses is promised.</summary>
    public Assembler AtomicAdd(Register address, int offset, Register value) =>
        Add(new Instruction(Instruction.Atomic, address, value, Short(offset), Instruction.AtomicAdd));

    /// <summary>The same, in the order of the program to every processor; the register then holds what stood there before (Linux 5.12).</summary>
    public Assembler AtomicFetchAdd(Register address, int offset, Register value) =>
        Add(new Instruction(Instruction.Atomic, address, value, Short(offset), Instruction.AtomicFetchAdd));

    /// <summary>Loads a 64-bit number.</summary>
    public Assembler LoadWide(Register to, ulong value) =>
        Add(new Instruction(Instruction.LoadWide, to, 0, 0, (int)(uint)value)).Add(new Instruction(0, 0, 0, 0, (int)(value >> 32)));

    /// <summary>Loads the address of the value of an array map with one entry.</summary>
    public Assembler LoadMapValue(Register to, int map) =>
        Add(new Instruction(Instruction.LoadWide, to, MapValue, 0, map)).Add(default);

    public Assembler Jump(Label target) => JumpBy(new Instruction(Instruction.Jump, 0, 0, 0, 0), target);

    public Assembler JumpIf(Comparison comparison, Register left, Register right, Label target) =>
        JumpBy(new Instruction((byte)((byte)comparison | Instruction.FromRegister | Instruction.Jump), left, right, 0, 0), target);

    public Assembler JumpIf(Comparison comparison, Register left, int right, Label target) =>
        JumpBy(new Instruction((byte)((byte)comparison | Instruction.Jump), left, 0, 0, right), target);

    public Assembler Call(Helper helper) => Add(new Instruction(Instruction.Call, 0, 0, 0, (int)helper));

    public Assembler Exit() => Add(new Instruction(Instruction.Exit, 0, 0, 0, 0));

    /// <summary>Places a label before the next instruction.</summary>
    /// <exception cref="InvalidOperationException">It has a place already.</exception>
    public Assembler Place(Label label)
    {
        if (label.Place is { } place)
        {
            throw new InvalidOperationException($"The label '{label.Name}' is placed twice: at instruction {place} and at {_instructions.Count}.");
        }

        label.Place = _instructions.Count;
        return this;
    }

    /// <summary>The program, one number per instruction of eight bytes.</summary>
    /// <exception cref="InvalidOperationException">A jump leads to a label that was not placed, or behind the last instruction, or too far.</exception>
    public ulong[] Build()
    {
        foreach (var (at, target) in _jumps)
        {
            if (target.Place is not { } place || place == _instructions.Count)
            {
                throw new InvalidOperationException($"Instruction {at} jumps to the label '{target.Name}', which stands before no instruction.");
            }

            _instructions[at] = _instructions[at] with { Offset = Short(place - at - 1) };
        }

        return [.. _instructions.Select(i => i.Encode())];
    }

    private Assembler JumpBy(Instruction jump, Label target)
    {
        _jumps.Add((_instructions.Count, target));
        return Add(jump);
    }

    private Assembler Add(Instruction instruction)
    {
        _instructions.Add(instruction);
        return this;
    }

    private static short Short(int offset) => offset is >= short.MinValue and <= short.MaxValue
        ? (short)offset
        : throw new InvalidOperationException($"An offset of {offset} does not fit in an instruction; accepted are {short.MinValue} to {short.MaxValue}.");
}
