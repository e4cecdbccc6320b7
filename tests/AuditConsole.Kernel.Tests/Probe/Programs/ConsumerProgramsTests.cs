using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Assembly;
using AuditConsole.Kernel.Probe.Programs;
using AuditConsole.Kernel.Tests.Probe.Support;

namespace AuditConsole.Kernel.Tests.Probe.Programs;

public sealed class ConsumerProgramsTests
{
    private const int Map = 3;
    private const ulong Queue = 0xFFFF_8880_1234_5000;
    private const int Length = 16;

    private readonly ulong[] _memory = new ulong[ProbeLayout.Words];

    [Theory]
    [InlineData(16)]
    [InlineData(96)]
    public void Learn_FromEachKindOfContext_KeepsTheThirdArgument(int argument)
    {
        var context = new ulong[20];
        context[argument / sizeof(ulong)] = Queue;
        new BpfMachine { Memory = _memory, Context = context }.Run(ConsumerPrograms.Learn(Map, argument));

        Assert.Equal(Queue, _memory[ProbeLayout.Queue]);
    }

    [Fact]
    public void Observe_OfEveryBacklog_CountsItInTheBucketThatHoldsIt()
    {
        var random = new Random(5);
        var backlogs = Enumerable.Range(1, 5000).Select(b => (uint)b)
            .Concat(Enumerable.Range(8, 17).SelectMany(bit => new[] { (1u << bit) - 1, 1u << bit, (1u << bit) + 1 }))
            .Concat(Enumerable.Range(0, 5000).Select(_ => (uint)random.Next(1, 1 << random.Next(1, 26))))
            .ToArray();
        var expected = new ulong[ProbeBuckets.Count];
        foreach (var backlog in backlogs)
        {
            expected[ProbeBuckets.Of(backlog)]++;
            Observe(backlog);
        }

        Assert.Equal(expected, _memory[ProbeLayout.Histogram..]);
        Assert.Equal((ulong)backlogs.Length, _memory[ProbeLayout.Records]);
    }

    [Fact]
    public void Observe_OfRisingAndFallingBacklogs_KeepsTheHighestAndWhenItFirstStood()
    {
        Observe(5, nanoseconds: 1_024_000);
        Observe(9, nanoseconds: 2_048_000);
        Observe(9, nanoseconds: 3_072_000);
        Observe(7, nanoseconds: 4_096_000);

        Assert.Equal(9ul << ProbeLayout.StampBits | 2000, _memory[ProbeLayout.Peak]);
    }

    [Fact]
    public void Observe_WhenTheClockIsPastItsFortyBits_KeepsTheBacklogWhole()
    {
        Observe(3, nanoseconds: ulong.MaxValue);

        Assert.Equal(3ul, _memory[ProbeLayout.Peak] >> ProbeLayout.StampBits);
        Assert.Equal((1ul << ProbeLayout.StampBits) - 1, _memory[ProbeLayout.Peak] & (1ul << ProbeLayout.StampBits) - 1);
    }

    [Theory]
    [InlineData(ProbeBuckets.Highest)]
    [InlineData(ProbeBuckets.Highest + 1)]
    [InlineData(uint.MaxValue)]
    public void Observe_OfABacklogBeyondItsBits_StandsAtTheHighest(uint backlog)
    {
        Observe(backlog);

        Assert.Equal((ulong)ProbeBuckets.Highest, _memory[ProbeLayout.Peak] >> ProbeLayout.StampBits);
        Assert.Equal(1ul, _memory[^1]);
    }

    [Fact]
    public void Observe_BeforeTheQueueIsKnown_CountsTheRecordAsUnlearned()
    {
        new BpfMachine { Memory = _memory }.Run(ConsumerPrograms.Observe(Map, Length, ProbeMode.Light));

        Assert.Equal((1ul, 0ul, 0ul), (_memory[ProbeLayout.Unlearned], _memory[ProbeLayout.Records], _memory[ProbeLayout.Peak]));
    }

    [Fact]
    public void Observe_OfAQueueThatCannotBeRead_CountsTheRecordAsUnreadable()
    {
        _memory[ProbeLayout.Queue] = Queue;
        new BpfMachine { Memory = _memory, ReadKernel = _ => null }.Run(ConsumerPrograms.Observe(Map, Length, ProbeMode.Light));

        Assert.Equal((1ul, 0ul, 0ul), (_memory[ProbeLayout.Unreadable], _memory[ProbeLayout.Records], _memory[ProbeLayout.Peak]));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 5)]
    [InlineData(5, 5)]
    [InlineData(9, 5)]
    public void Exchange_BeforeAnyInstruction_LosesNoPeakAndReturnsNoneTwice(uint standing, uint backlog)
    {
        foreach (var (first, second) in TakenTwice(standing, backlog, apart: 0))
        {
            Assert.Equal(Math.Max(standing, backlog), Math.Max(first, second));
            Assert.True(first == standing ? second == backlog || (second == 0 && backlog <= standing) : (first, second) == (backlog, 0));
        }
    }

    // What would be wrong: the program runs between reading the word and clearing it.
    [Fact]
    public void ReadAndThenClear_InTwoSteps_LosesAPeak() =>
        Assert.Contains(TakenTwice(standing: 3, backlog: 5, apart: 20), taken => Math.Max(taken.First, taken.Second) == 3);

    [Fact]
    public void Programs_AsAWhole_AreShortAndHaveNoAtomicInstruction()
    {
        var observe = ConsumerPrograms.Observe(Map, Length, ProbeMode.Light);

        Assert.Equal(6, ConsumerPrograms.Learn(Map, 16).Length);
        Assert.InRange(observe.Length, 40, 70);
        Assert.DoesNotContain(observe, instruction => (byte)instruction is 0xDB or 0xC3);
    }

    /// <summary>Takes the peak once before each instruction, and once more after the program's end.</summary>
    private List<(uint First, uint Second)> TakenTwice(uint standing, uint backlog, int apart)
    {
        var taken = new List<(uint, uint)>();
        for (var at = 0; ; at++)
        {
            var reached = false;
            var first = 0ul;
            _memory.AsSpan().Clear();
            _memory[ProbeLayout.Peak] = (ulong)standing << ProbeLayout.StampBits;
            Observe(backlog, before: executed =>
            {
                first = executed == at ? _memory[ProbeLayout.Peak] : first;
                if (executed == at + apart)
                {
                    _memory[ProbeLayout.Peak] = 0;
                    reached = true;
                }
            });
            if (!reached)
            {
                return taken;
            }

            taken.Add(((uint)(first >> ProbeLayout.StampBits), (uint)(_memory[ProbeLayout.Peak] >> ProbeLayout.StampBits)));
        }
    }

    private void Observe(uint backlog, ulong nanoseconds = 0, Action<int>? before = null)
    {
        _memory[ProbeLayout.Queue] = Queue;
        var machine = new BpfMachine
        {
            Memory = _memory,
            Nanoseconds = nanoseconds,
            ReadKernel = address => address == Queue + Length ? backlog - 1 : null,
            Before = before ?? (_ => { }),
        };
        machine.Run(ConsumerPrograms.Observe(Map, Length, ProbeMode.Light));
        Assert.Equal(0ul, machine[Register.R0]);
    }
}
