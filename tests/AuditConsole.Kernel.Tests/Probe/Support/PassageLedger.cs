using System.Runtime.InteropServices;
using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Assembly;
using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;
using static AuditConsole.Kernel.Probe.Assembly.Register;

namespace AuditConsole.Kernel.Tests.Probe.Support;

/// <summary>Two threads count records in the kernel, each at the same time of day, while this process reads the counts: each sum has to be the count times that.</summary>
internal static class PassageLedger
{
    private const int Time = 7;
    private const int MostRuns = 60_000;
    private const uint Repetitions = 50;
    private const int Pause = 10;

    /// <param name="read">Reads the count.</param>
    /// <param name="isEnough">Whether so many counts read, and so many of them torn, are enough; it ends by itself all the same.</param>
    /// <returns>How many counts were read, how many of them were not whole, and how many were given up.</returns>
    public static (int Read, int Torn, int GivenUp) Run(Func<ProbeMemory, QueueCount?> read, Func<int, int, bool> isEnough)
    {
        var calls = BpfSystemCalls.Of(RuntimeInformation.ProcessArchitecture);
        Assert.SkipWhen(calls is null, "No probe is built for this architecture.");
        var kernel = new BpfKernel(calls);
        try
        {
            using var map = kernel.CreateArray("audit_ledger", ProbeLayout.Bytes);
            using var memory = kernel.MapMemory(map, ProbeLayout.Bytes);
            var assembler = new Assembler().LoadMapValue(R6, map.Descriptor).Move(R9, Time);
            var instructions = Passage.Count(assembler, ProbeLayout.Entered).Move(R0, 0).Exit().Build();
            using var program = kernel.Load(new BpfProgram("audit_ledger", BpfProgramType.SocketFilter, instructions));
            var enough = false;
            var writers = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
            {
                // Between two runs there are moments in which nobody counts.
                for (var run = 0; run < MostRuns && !Volatile.Read(ref enough); run++)
                {
                    BpfRun.Repeat(calls, program, Repetitions);
                }
            })).ToArray();
            Array.ForEach(writers, writer => writer.Start());
            using var slow = new SlowMemory(memory);
            var (counted, torn, givenUp) = (0, 0, 0);
            while (writers.Any(writer => writer.IsAlive))
            {
                var count = read(slow);
                counted++;
                givenUp += count is null ? 1 : 0;
                torn += count is { } whole && whole.EnteredSum != whole.Entered * Time ? 1 : 0;
                Volatile.Write(ref enough, isEnough(counted, torn));
            }

            return (counted, torn, givenUp);
        }
        catch (BpfRefusedException e)
        {
            Assert.Skip($"This machine does not permit it: {e.Message} {e.Log}");
            throw;
        }
    }

    /// <summary>Lets time pass before each read, so that much is written between two of them.</summary>
    private sealed class SlowMemory(ProbeMemory memory) : ProbeMemory
    {
        public override ref ulong Word(int index)
        {
            Thread.SpinWait(Pause);
            return ref memory.Word(index);
        }

        protected override bool ReleaseHandle() => true;
    }
}
