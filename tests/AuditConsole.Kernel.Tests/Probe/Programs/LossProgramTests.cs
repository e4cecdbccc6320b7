using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Assembly;
using AuditConsole.Kernel.Probe.Programs;
using AuditConsole.Kernel.Tests.Probe.Support;

namespace AuditConsole.Kernel.Tests.Probe.Programs;

public sealed class LossProgramTests
{
    private const int Map = 3;
    private const ulong Message = 0xFFFF_FFFF_8212_3450;
    private const ulong Now = 5_000;

    private readonly ulong[] _memory = new ulong[ProbeLayout.Words];

    [Theory]
    [InlineData("backlog limit exceeded", "Backlog")]
    [InlineData("rate limit exceeded", "RateLimit")]
    [InlineData("out of memory in audit_log_start", "OutOfMemory")]
    [InlineData("out of memory in audit_log_vformat", "OutOfMemory")]
    [InlineData("kauditd retry queue overflow", "RetryOverflow")]
    [InlineData("kauditd hold queue overflow", "HoldOverflow")]
    [InlineData("kauditd other queue overflow", "Other")]
    [InlineData("kauditd", "Other")]
    [InlineData("backlog", "Other")]
    [InlineData("r", "Other")]
    [InlineData("", "Other")]
    [InlineData(null, "Other")]
    public void Count_OfEachReason_RaisesItsCountAlone(string? text, string reason)
    {
        foreach (var mode in Enum.GetValues<ProbeMode>())
        {
            _memory.AsSpan().Clear();
            Run(mode, text, argument: mode == ProbeMode.Light ? 0 : 112);

            Assert.Equal(Enum.GetValues<LossReason>().Select(r => $"{r}" == reason ? 1ul : 0), _memory[ProbeLayout.Losses..(ProbeLayout.Losses + 6)]);
            var left = mode == ProbeMode.Full && reason == "RateLimit";
            Assert.Equal(left ? [1, Now, 1] : new ulong[3], _memory[ProbeLayout.Left..(ProbeLayout.Left + 3)]);
        }
    }

    [Fact]
    public void Count_AmongOtherWriters_AddsInOneInstruction()
    {
        var program = LossProgram.Count(Map, 0, ProbeMode.Light);

        Assert.Single(program, instruction => (byte)instruction == Instruction.Atomic);
        Assert.InRange(program.Length, 40, 70);
    }

    private void Run(ProbeMode mode, string? text, int argument)
    {
        var context = new ulong[20];
        context[argument / sizeof(ulong)] = Message;
        var machine = new BpfMachine { Memory = _memory, Context = context, Nanoseconds = Now, ReadText = address => address == Message ? text : "wrong address" };
        machine.Run(LossProgram.Count(Map, argument, mode));
        Assert.Equal(0ul, machine[Register.R0]);
    }
}
