using System.Buffers.Binary;
using AuditConsole.Kernel.Probe.Assembly;
using static AuditConsole.Kernel.Probe.Assembly.Register;

namespace AuditConsole.Kernel.Tests.Probe.Assembly;

/// <summary>The bytes are those of the kernel's macros in <c>include/linux/filter.h</c>, as bpftool and llvm-objdump print them.</summary>
public sealed class AssemblerTests
{
    [Fact]
    public void Instructions_OfEachKind_HaveTheBytesTheKernelReads()
    {
        Assert.Equal("b7 00 00 00 00 00 00 00", Bytes(a => a.Move(R0, 0)));
        Assert.Equal("bf a1 00 00 00 00 00 00", Bytes(a => a.Move(R1, R10)));
        Assert.Equal("07 01 00 00 f8 ff ff ff", Bytes(a => a.Compute(Arithmetic.Add, R1, -8)));
        Assert.Equal("0f 21 00 00 00 00 00 00", Bytes(a => a.Compute(Arithmetic.Add, R1, R2)));
        Assert.Equal("67 07 00 00 03 00 00 00", Bytes(a => a.Compute(Arithmetic.ShiftLeft, R7, 3)));
        Assert.Equal("77 00 00 00 20 00 00 00", Bytes(a => a.Compute(Arithmetic.ShiftRight, R0, 32)));
        Assert.Equal("4f 81 00 00 00 00 00 00", Bytes(a => a.Compute(Arithmetic.Or, R1, R8)));
        Assert.Equal("57 03 00 00 ff 00 00 00", Bytes(a => a.Compute(Arithmetic.And, R3, 255)));
        Assert.Equal("2f 97 00 00 00 00 00 00", Bytes(a => a.Compute(Arithmetic.Multiply, R7, R9)));
        Assert.Equal("1f 29 00 00 00 00 00 00", Bytes(a => a.Compute(Arithmetic.Subtract, R9, R2)));
        Assert.Equal("79 12 10 00 00 00 00 00", Bytes(a => a.Load(Width.Double, R2, R1, 16)));
        Assert.Equal("61 a8 f8 ff 00 00 00 00", Bytes(a => a.Load(Width.Word, R8, R10, -8)));
        Assert.Equal("7b 1a f8 ff 00 00 00 00", Bytes(a => a.Store(Width.Double, R10, -8, R1)));
        Assert.Equal("62 0a fc ff 01 00 00 00", Bytes(a => a.Store(Width.Word, R10, -4, 1)));
        Assert.Equal("7a 0a f8 ff 00 00 00 00", Bytes(a => a.Store(Width.Double, R10, -8, 0)));
        Assert.Equal("db 16 40 00 00 00 00 00", Bytes(a => a.AtomicAdd(R6, 64, R1)));
        Assert.Equal("db 16 90 00 01 00 00 00", Bytes(a => a.AtomicFetchAdd(R6, 144, R1)));
        Assert.Equal("85 00 00 00 73 00 00 00", Bytes(a => a.Call(Helper.ProbeReadKernelStr)));
        Assert.Equal("85 00 00 00 05 00 00 00", Bytes(a => a.Call(Helper.KtimeGetNs)));
        Assert.Equal("85 00 00 00 71 00 00 00", Bytes(a => a.Call(Helper.ProbeReadKernel)));
        Assert.Equal("95 00 00 00 00 00 00 00", Bytes(a => a.Exit()));
        Assert.Equal("18 01 00 00 88 77 66 55 00 00 00 00 44 33 22 11", Bytes(a => a.LoadWide(R1, 0x1122334455667788)));
        Assert.Equal("18 26 00 00 2a 00 00 00 00 00 00 00 00 00 00 00", Bytes(a => a.LoadMapValue(R6, 42)));
    }

    [Theory]
    [InlineData("Equal", "15 03 01 00 07 00 00 00", "1d 43 01 00 00 00 00 00")]
    [InlineData("Greater", "25 03 01 00 07 00 00 00", "2d 43 01 00 00 00 00 00")]
    [InlineData("GreaterOrEqual", "35 03 01 00 07 00 00 00", "3d 43 01 00 00 00 00 00")]
    [InlineData("NotEqual", "55 03 01 00 07 00 00 00", "5d 43 01 00 00 00 00 00")]
    [InlineData("Less", "a5 03 01 00 07 00 00 00", "ad 43 01 00 00 00 00 00")]
    [InlineData("LessOrEqual", "b5 03 01 00 07 00 00 00", "bd 43 01 00 00 00 00 00")]
    public void Jumps_OfEachComparison_HaveTheBytesTheKernelReads(string comparison, string withNumber, string withRegister)
    {
        var when = Enum.Parse<Comparison>(comparison);
        var over = " b7 00 00 00 00 00 00 00 95 00 00 00 00 00 00 00";

        Assert.Equal(withNumber + over, Bytes(a => Over(a, (p, l) => p.JumpIf(when, R3, 7, l))));
        Assert.Equal(withRegister + over, Bytes(a => Over(a, (p, l) => p.JumpIf(when, R3, R4, l))));
    }

    [Fact]
    public void Jump_BackAndForth_CountsFromTheNextInstruction()
    {
        var (start, end) = (new Label("start"), new Label("end"));
        var program = new Assembler().Place(start).Jump(end).Jump(start).Place(end).Exit().Build();

        Assert.Equal([0x0000_0000_0001_0005ul, 0x0000_0000_FFFE_0005ul, 0x95ul], program);
    }

    [Fact]
    public void Build_WithALabelNowhere_SaysWhichJumpAndWhichLabel()
    {
        var lost = new Label("lost");
        var never = Assert.Throws<InvalidOperationException>(() => new Assembler().Jump(lost).Exit().Build());
        var behind = Assert.Throws<InvalidOperationException>(() => new Assembler().Jump(lost).Exit().Place(lost).Build());

        Assert.Contains("Instruction 0 jumps to the label 'lost'", never.Message, StringComparison.Ordinal);
        Assert.Contains("before no instruction", behind.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Place_OfALabelTwice_IsRefused()
    {
        var label = new Label("here");
        var program = new Assembler().Place(label).Exit();

        Assert.Contains("placed twice", Assert.Throws<InvalidOperationException>(() => program.Place(label)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Offsets_BeyondSixteenBits_AreRefused() =>
        Assert.Contains("32768", Assert.Throws<InvalidOperationException>(() => new Assembler().Load(Width.Double, R1, R2, 32768)).Message, StringComparison.Ordinal);

    private static Assembler Over(Assembler program, Func<Assembler, Label, Assembler> jump)
    {
        var label = new Label("over");
        return jump(program, label).Move(R0, 0).Place(label).Exit();
    }

    private static string Bytes(Func<Assembler, Assembler> write)
    {
        var bytes = write(new Assembler()).Build().SelectMany(instruction =>
        {
            var eight = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(eight, instruction);
            return eight;
        });
        return string.Join(' ', bytes.Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
