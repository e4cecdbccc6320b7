using System.Diagnostics;
using System.Runtime.InteropServices;
using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Tests.Probe.Live;

/// <summary>What a take costs on memory of a real map, with as many programs to ask for misses as a probe of full mode has. Nothing is attached.</summary>
public sealed class TakeCostTests
{
    private const int Programs = 4;
    private const int Takes = 500;
    private const int Rounds = 15;

    [Theory]
    [InlineData(0, 300)]
    [InlineData(20, 700)]
    [InlineData(ProbeBuckets.Count, 38_000)]
    public void Take_OfWindowsWithRecords_AllocatesWhatItReturns(int buckets, int mostBytes) => WithReader((reader, memory) =>
    {
        Time(reader, memory, buckets);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Time(reader, memory, buckets);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Takes;
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Time(reader, memory, buckets)).Order().ToArray();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{buckets} ranges with records: {rounds[Rounds / 2]:0.0} µs a take (lowest {rounds[0]:0.0}, highest {rounds[^1]:0.0}), {allocated} bytes");

        Assert.InRange(allocated, 1, mostBytes);
    });

    /// <returns>Microseconds for one take.</returns>
    private static double Time(ProbeReader reader, ProbeMemory memory, int buckets)
    {
        var elapsed = 0L;
        for (var take = 0; take < Takes; take++)
        {
            for (var bucket = 0; bucket < buckets; bucket++)
            {
                memory.Word(ProbeLayout.Histogram + bucket)++;
            }

            var started = Stopwatch.GetTimestamp();
            reader.Take();
            elapsed += Stopwatch.GetTimestamp() - started;
        }

        return Stopwatch.GetElapsedTime(0, elapsed).TotalMicroseconds / Takes;
    }

    private static void WithReader(Action<ProbeReader, ProbeMemory> use)
    {
        var calls = BpfSystemCalls.Of(RuntimeInformation.ProcessArchitecture);
        Assert.SkipWhen(calls is null, "No probe is built for this architecture.");
        var kernel = new BpfKernel(calls);
        var programs = new List<BpfHandle>();
        try
        {
            using var map = kernel.CreateArray("audit_cost", ProbeLayout.Bytes);
            using var memory = kernel.MapMemory(map, ProbeLayout.Bytes);
            for (var i = 0; i < Programs; i++)
            {
                programs.Add(kernel.Load(ConsumerPrograms.Nothing));
            }

            memory.Word(ProbeLayout.Offset) = ProbeLayout.OffsetBias;
            var misses = () => new ProbeMisses(programs.Aggregate(0UL, (sum, program) => sum + (kernel.RecursionMisses(program) ?? 0)), 0, 0);
            use(new ProbeReader(memory, misses, TimeProvider.System, ProbeMode.Full, seesLosses: true), memory);
        }
        catch (BpfRefusedException e)
        {
            Assert.Skip($"This machine does not permit it: {e.Message} {e.Log}");
        }
        finally
        {
            programs.ForEach(program => program.Dispose());
        }
    }
}
