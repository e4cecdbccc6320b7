using System.Runtime.InteropServices;
using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Assembly;
using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;
using static AuditConsole.Kernel.Probe.Assembly.Register;

namespace AuditConsole.Kernel.Tests.Probe.Support;

/// <summary>
/// The probe's own accounting, run a million times and more in the kernel with backlogs known beforehand, while this process clears the peak as
/// fast as it can; afterwards each backlog is looked for in the window it belongs to.
/// </summary>
internal sealed class ExchangeLedger
{
    /// <summary>The fewest events of a run; one that shares a processor with the clearing goes on for longer, so that many fall beside each other.</summary>
    public const int FewestEvents = 1_000_000;

    private const int MostEvents = 5 * FewestEvents;
    private const int EnoughPeaks = 10_000;
    private const ulong Scatter = 0x9E37_79B9_7F4A_7C15;
    private const byte AtomicAdd = 0xDB;
    private const int ScatterShift = 64 - ProbeBuckets.HighestBit;

    // Room enough that it does not grow, which would stop the clearing for milliseconds.
    private readonly List<(ulong Before, uint Peak, ulong After)> _windows = new(FewestEvents);
    private int _peaks;

    private ExchangeLedger()
    {
    }

    /// <summary>How many clears returned a peak.</summary>
    public int Peaks => _peaks;

    /// <summary>Backlogs that no window they may belong to covers.</summary>
    public int Lost { get; private set; }

    /// <summary>What the probe's counts say.</summary>
    public ulong Records { get; private set; }

    /// <summary>Whether the histogram is the one of the backlogs known beforehand.</summary>
    public bool HistogramIsTrue { get; private set; }

    /// <summary>Runs it.</summary>
    /// <param name="clear">Reads and clears the word of the peak.</param>
    public static ExchangeLedger Run(ClearPeak clear)
    {
        var calls = BpfSystemCalls.Of(RuntimeInformation.ProcessArchitecture);
        Assert.SkipWhen(calls is null, "No probe is built for this architecture.");
        var kernel = new BpfKernel(calls);
        try
        {
            using var map = kernel.CreateArray("audit_ledger", ProbeLayout.Bytes);
            using var memory = kernel.MapMemory(map, ProbeLayout.Bytes);
            using var program = kernel.Load(new BpfProgram("audit_ledger", BpfProgramType.SocketFilter, Program(map.Descriptor)));
            var ledger = new ExchangeLedger();
            ledger.Clear(calls, program, memory, clear);
            ledger.Balance(memory);
            return ledger;
        }
        catch (BpfRefusedException e)
        {
            Assert.Skip($"This machine does not permit it: {e.Message} {e.Log}");
            throw;
        }
    }

    private void Clear(BpfSystemCalls calls, BpfHandle program, ProbeMemory memory, ClearPeak clear)
    {
        ref var records = ref memory.Word(ProbeLayout.Records);
        ref var peak = ref memory.Word(ProbeLayout.Peak);
        var writer = new Thread(() =>
        {
            while (Count(memory) is var done && (done < FewestEvents || (done < MostEvents && Volatile.Read(ref _peaks) < EnoughPeaks)))
            {
                BpfRun.Repeat(calls, program, FewestEvents);
            }
        });
        writer.Start();
        bool running;
        do
        {
            running = writer.IsAlive;
            var before = Volatile.Read(ref records);
            var height = (uint)(clear(ref peak) >> ProbeLayout.StampBits);
            var after = Volatile.Read(ref records);
            if (height > 0)
            {
                _windows.Add((before, height, after));
                Volatile.Write(ref _peaks, _windows.Count);
            }
        }
        while (running);
        writer.Join();
    }

    private void Balance(ProbeMemory memory)
    {
        Records = Count(memory);
        var known = new ulong[ProbeBuckets.Count];
        for (ulong serial = 0; serial < Records; serial++)
        {
            known[ProbeBuckets.Of(BacklogOf(serial))]++;
        }

        HistogramIsTrue = Enumerable.Range(0, ProbeBuckets.Count).All(b => memory.Word(ProbeLayout.Histogram + b) == known[b]);

        // An event was done before a clear if it was counted before, and begins after it if the one before it was counted after.
        // So it is in one of the windows from the first that may have seen it begin to the first that certainly saw it end.
        var first = 0;
        for (ulong serial = 0; serial < Records; serial++)
        {
            while (first < _windows.Count && _windows[first].After < serial)
            {
                first++;
            }

            Lost += IsCovered(first, serial) ? 0 : 1;
        }
    }

    private bool IsCovered(int first, ulong serial)
    {
        for (var window = first; window < _windows.Count; window++)
        {
            if (_windows[window].Peak >= BacklogOf(serial))
            {
                return true;
            }

            if (_windows[window].Before > serial)
            {
                return false;
            }
        }

        return false;
    }

    private static ulong Count(ProbeMemory memory) => Volatile.Read(ref memory.Word(ProbeLayout.Records));

    private static uint BacklogOf(ulong serial) => (uint)((serial + 1) * Scatter >> ScatterShift);

    // kauditd takes a lock between two records. The atomic addition stands for it: without one, a processor looks at the word for the
    // next events before it has let others see that this one is counted, and the ledger could not tell where a window ends.
    private static ulong[] Program(int map)
    {
        var start = new Assembler().LoadMapValue(R6, map).Move(R1, 0).Build();
        var barrier = new Instruction(AtomicAdd, R6, R1, ProbeLayout.Unlearned * sizeof(ulong), 0).Encode();
        var program = new Assembler()
            .Load(Width.Double, R8, R6, ProbeLayout.Records * sizeof(ulong))
            .Move(R7, R8)
            .Compute(Arithmetic.Add, R7, 1)
            .LoadWide(R1, Scatter)
            .Compute(Arithmetic.Multiply, R7, R1)
            .Compute(Arithmetic.ShiftRight, R7, ScatterShift);
        return [.. start, barrier, .. ConsumerPrograms.Account(program).Move(R0, 0).Exit().Build()];
    }
}

/// <summary>Reads the word and leaves 0 there.</summary>
internal delegate ulong ClearPeak(ref ulong peak);
