using AuditConsole.Kernel.Probe.Assembly;
using AuditConsole.Kernel.Probe.Bpf;
using static AuditConsole.Kernel.Probe.Assembly.Register;

namespace AuditConsole.Kernel.Probe.Programs;

/// <summary>The two programs that run in kauditd and see what the backlog was before each record left it.</summary>
/// <remarks>
/// <para>
/// kauditd alone takes records off the queue, so between two of them the backlog only grows, and its maximum is the one just before a
/// record is taken. <c>kauditd_send_queue</c> is handed the queue it works on, and calls <c>kauditd_send_multicast_skb</c> once for
/// each record it took off the main queue, and for that queue only.
/// </para>
/// <para>
/// The depth read there is the one right after the record was taken, or more by what producers have added since. So with <c>r</c> the
/// largest of these, the true maximum <c>T</c> is <c>r ≤ T ≤ r + 1</c>, and the peak kept is <c>r + 1</c>.
/// </para>
/// <para>Source: <c>kauditd_thread</c> and <c>kauditd_send_queue</c> in <c>kernel/audit.c</c>.</para>
/// </remarks>
internal static class ConsumerPrograms
{
    /// <summary>The function that is handed the queue.</summary>
    public const string QueueFunction = "kauditd_send_queue";

    /// <summary>The function that is called for each record taken off the main queue.</summary>
    public const string RecordFunction = "kauditd_send_multicast_skb";

    /// <summary>Where a function's first argument is in the context of a program attached by fentry, in bytes.</summary>
    public const int FirstTrampolineArgument = 0;

    /// <summary>Where the third one is.</summary>
    public const int ThirdTrampolineArgument = 16;

    private const int Depth = -8;
    private const int Word = sizeof(ulong);

    /// <summary>A program that is of use only by the records the kernel writes when it is loaded and unloaded.</summary>
    public static BpfProgram Nothing { get; } =
        new("audit_proof", BpfProgramType.SocketFilter, new Assembler().Move(R0, 0).Exit().Build());

    /// <summary>Keeps the queue that <see cref="QueueFunction"/> was called with.</summary>
    /// <param name="map">The descriptor of the map.</param>
    /// <param name="argument">Where the third argument is in the program's context, in bytes.</param>
    public static ulong[] Learn(int map, int argument) => new Assembler()
        .Load(Width.Double, R2, R1, argument)
        .LoadMapValue(R6, map)
        .Store(Width.Double, R6, ProbeLayout.Queue * Word, R2)
        .Move(R0, 0)
        .Exit()
        .Build();

    /// <summary>Accounts the backlog before the record that <see cref="RecordFunction"/> was called with.</summary>
    /// <param name="map">The descriptor of the map.</param>
    /// <param name="length">Where <c>qlen</c> is in <c>struct sk_buff_head</c>, in bytes.</param>
    /// <param name="mode">In full mode, the record is also counted out of the queue.</param>
    public static ulong[] Observe(int map, int length, ProbeMode mode)
    {
        var (learned, readable, done) = (new Label("learned"), new Label("readable"), new Label("done"));
        var program = new Assembler().LoadMapValue(R6, map);
        if (mode == ProbeMode.Full)
        {
            Passage.Count(program.Call(Helper.KtimeGetNs).Move(R9, R0), ProbeLayout.Left).Move(R8, R1);
        }

        program
            .Load(Width.Double, R3, R6, ProbeLayout.Queue * Word)
            .JumpIf(Comparison.NotEqual, R3, 0, learned);
        Increment(program, ProbeLayout.Unlearned).Jump(done)
            .Place(learned)
            .Store(Width.Double, R10, Depth, 0)
            .Move(R1, R10).Compute(Arithmetic.Add, R1, Depth)
            .Move(R2, sizeof(uint))
            .Compute(Arithmetic.Add, R3, length)
            .Call(Helper.ProbeReadKernel)
            .JumpIf(Comparison.Equal, R0, 0, readable);
        Increment(program, ProbeLayout.Unreadable).Jump(done)
            .Place(readable)
            .Load(Width.Word, R7, R10, Depth)
            .Compute(Arithmetic.Add, R7, 1);
        if (mode == ProbeMode.Full)
        {
            Compare(program).Move(R8, R9);
        }
        else
        {
            program.Call(Helper.KtimeGetNs).Move(R8, R0);
        }

        program.Compute(Arithmetic.ShiftRight, R8, ProbeLayout.StampShift);
        return Account(program).Place(done).Move(R0, 0).Exit().Build();
    }

    /// <summary>Accounts one record: R6 the memory, R7 the backlog before it was taken, R8 the stamp. Leaves R6 and R7 changed.</summary>
    /// <remarks>
    /// No instruction of it is atomic, since it has one writer. The exchange of the peak may fall anywhere in it: before the load, what
    /// is stored belongs to the next window; after the store, to this one; between them, a backlog that is no higher is covered by what
    /// the exchange returned, and a higher one is stored for the next window.
    /// </remarks>
    internal static Assembler Account(Assembler program)
    {
        var (fits, covered) = (new Label("fits"), new Label("covered"));
        program
            .JumpIf(Comparison.LessOrEqual, R7, (int)ProbeBuckets.Highest, fits)
            .Move(R7, (int)ProbeBuckets.Highest)
            .Place(fits)
            .Load(Width.Double, R1, R6, ProbeLayout.Peak * Word)
            .Compute(Arithmetic.ShiftRight, R1, ProbeLayout.StampBits)
            .JumpIf(Comparison.GreaterOrEqual, R1, R7, covered)
            .Compute(Arithmetic.ShiftLeft, R8, ProbeBuckets.HighestBit)
            .Compute(Arithmetic.ShiftRight, R8, ProbeBuckets.HighestBit)
            .Move(R1, R7)
            .Compute(Arithmetic.ShiftLeft, R1, ProbeLayout.StampBits)
            .Compute(Arithmetic.Or, R1, R8)
            .Store(Width.Double, R6, ProbeLayout.Peak * Word, R1)
            .Place(covered);
        Increment(program, ProbeLayout.Records);
        Bucket(program);
        return program
            .Compute(Arithmetic.ShiftLeft, R7, 3)
            .Compute(Arithmetic.Add, R6, R7)
            .Load(Width.Double, R1, R6, ProbeLayout.Histogram * Word)
            .Compute(Arithmetic.Add, R1, 1)
            .Store(Width.Double, R6, ProbeLayout.Histogram * Word, R1);
    }

    /// <summary>Compares the queue's length with the counts of records in and out: R6 the memory, R7 the length before this record was taken, R8 those out before it.</summary>
    /// <remarks>
    /// Records in are read after the length and after records out, and each is counted in before it is appended or dropped. So what the
    /// length exceeds their difference by is never more than it was when the probe began, and is that whenever no record is between being
    /// counted in and being appended. Its highest value is therefore the same in each window, unless a record came or went unseen.
    /// </remarks>
    private static Assembler Compare(Assembler program)
    {
        var lower = new Label("lower");
        return program
            .Move(R1, 0)
            .AtomicFetchAdd(R6, (ProbeLayout.Entered + Passage.Done) * Word, R1)
            .LoadWide(R2, ProbeLayout.OffsetBias)
            .Compute(Arithmetic.Add, R2, R7)
            .Compute(Arithmetic.Add, R2, R8)
            .Compute(Arithmetic.Subtract, R2, R1)
            .Load(Width.Double, R1, R6, ProbeLayout.Offset * Word)
            .JumpIf(Comparison.GreaterOrEqual, R1, R2, lower)
            .Store(Width.Double, R6, ProbeLayout.Offset * Word, R2)
            .Place(lower);
    }

    // Turns R7 from a backlog into its bucket; R2 counts the halvings. The steps find them as a binary search does, without a loop.
    private static void Bucket(Assembler program)
    {
        program.Move(R2, 0);
        foreach (var (bits, halvings) in new[] { (16, 8), (12, 4), (10, 2), (9, 1), (8, 1) })
        {
            var below = new Label($"below 2^{bits}");
            program
                .JumpIf(Comparison.Less, R7, 1 << bits, below)
                .Compute(Arithmetic.ShiftRight, R7, halvings)
                .Compute(Arithmetic.Add, R2, halvings)
                .Place(below);
        }

        program.Compute(Arithmetic.ShiftLeft, R2, ProbeBuckets.ExactBits - 1).Compute(Arithmetic.Add, R7, R2);
    }

    private static Assembler Increment(Assembler program, int word) => program
        .Load(Width.Double, R1, R6, word * Word)
        .Compute(Arithmetic.Add, R1, 1)
        .Store(Width.Double, R6, word * Word, R1);
}
