using System.Buffers.Binary;
using AuditConsole.Kernel.Probe.Assembly;
using static AuditConsole.Kernel.Probe.Assembly.Register;

namespace AuditConsole.Kernel.Probe.Programs;

/// <summary>The program that runs whenever the kernel counts a record as lost, and counts it by the reason the kernel gives.</summary>
/// <remarks>
/// <para>
/// The reason is a text. Its first eight letters decide, for <c>kauditd</c>'s own the next eight too; what is copied is longer, because
/// the copy ends with a zero. A text that is not known, or cannot be read, counts as <see cref="LossReason.Other"/>, so that the sum is the kernel's <c>lost</c>.
/// </para>
/// <para>Source: the calls of <c>audit_log_lost</c> in <c>kernel/audit.c</c>.</para>
/// </remarks>
internal static class LossProgram
{
    /// <summary>The function that counts <c>lost</c>; its argument is the reason.</summary>
    public const string Function = "audit_log_lost";

    private const int Word = sizeof(ulong);
    private const int Text = -3 * Word;
    private const int TextSize = 3 * Word;

    /// <param name="map">The descriptor of the map.</param>
    /// <param name="argument">Where the first argument is in the program's context, in bytes.</param>
    /// <param name="mode">In full mode, what the rate check drops leaves the account of the queue here.</param>
    public static ulong[] Count(int map, int argument, ProbeMode mode)
    {
        var (other, count) = (new Label("other"), new Label("count"));
        var kauditd = new Label("kauditd");
        var reasons = Enum.GetValues<LossReason>().ToDictionary(reason => reason, reason => new Label($"{reason}"));
        var program = new Assembler()
            .Load(Width.Double, R3, R1, argument)
            .LoadMapValue(R6, map)
            .Store(Width.Double, R10, Text, 0)
            .Store(Width.Double, R10, Text + Word, 0)
            .Store(Width.Double, R10, Text + (2 * Word), 0)
            .Move(R1, R10).Compute(Arithmetic.Add, R1, Text)
            .Move(R2, TextSize)
            .Call(Helper.ProbeReadKernelStr)
            .JumpIf(Comparison.Greater, R0, TextSize, other)
            .Load(Width.Double, R1, R10, Text)
            .Load(Width.Double, R2, R10, Text + Word);
        Match(program, R1, "backlog "u8, reasons[LossReason.Backlog]);
        Match(program, R1, "rate lim"u8, reasons[LossReason.RateLimit]);
        Match(program, R1, "out of m"u8, reasons[LossReason.OutOfMemory]);
        Match(program, R1, "kauditd "u8, kauditd);
        program.Jump(other).Place(kauditd);
        Match(program, R2, "retry qu"u8, reasons[LossReason.RetryOverflow]);
        Match(program, R2, "hold que"u8, reasons[LossReason.HoldOverflow]);
        program.Place(other);
        foreach (var (reason, label) in reasons.Reverse())
        {
            program.Place(label);
            if (mode == ProbeMode.Full && reason == LossReason.RateLimit)
            {
                Passage.Count(program.Call(Helper.KtimeGetNs).Move(R9, R0), ProbeLayout.Left);
            }

            program.Compute(Arithmetic.Add, R6, (ProbeLayout.Losses + (int)reason) * Word).Jump(count);
        }

        return program.Place(count).Move(R1, 1).AtomicAdd(R6, 0, R1).Move(R0, 0).Exit().Build();
    }

    // The first eight letters as the processor loads them.
    private static void Match(Assembler program, Register text, ReadOnlySpan<byte> letters, Label found) =>
        program.LoadWide(R3, BinaryPrimitives.ReadUInt64LittleEndian(letters)).JumpIf(Comparison.Equal, text, R3, found);
}
