using System.Diagnostics;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Benchmarks.Queues;

/// <summary>What a run took.</summary>
/// <param name="Nanoseconds">Elapsed, a record.</param>
/// <param name="Bytes">Allocated by all threads, a record.</param>
internal readonly record struct Cost(double Nanoseconds, double Bytes);

/// <summary>Passes records through a queue at full speed.</summary>
internal static class QueueRun
{
    private static readonly byte[] s_text = "arch=c000003e"u8.ToArray();

    /// <summary>Producers and a consumer, each on its own thread; with one producer, each on its own processor.</summary>
    /// <param name="queue">The queue, new.</param>
    /// <param name="producers">Producing threads.</param>
    /// <param name="records">Records over all of them; checked to arrive.</param>
    /// <param name="clearEvery">Records after which the consumer clears the mark each time; 0 = never.</param>
    public static Cost Threads<TQueue>(TQueue queue, int producers, int records, int clearEvery = 0)
        where TQueue : struct, IRecordQueue
    {
        var each = records / producers;
        var sum = 0UL;
        using var start = new Barrier(producers + 2);
        var pinned = producers == 1 && Environment.ProcessorCount > 1;
        List<Thread> threads = [.. Enumerable.Range(0, producers).Select(_ => new Thread(() => Produce(0)))];
        threads.Add(new Thread(() => sum = Consume(1)));
        threads.ForEach(thread => thread.Start());
        start.SignalAndWait();
        var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        threads.ForEach(thread => thread.Join());
        var cost = new Cost(Stopwatch.GetElapsedTime(began).TotalNanoseconds / records, (double)(GC.GetTotalAllocatedBytes() - allocated) / records);
        var expected = (ulong)producers * ((ulong)each * (ulong)(each - 1) / 2);
        return sum == expected ? cost : throw new InvalidOperationException($"The records that came out add up to {sum}, not to {expected}.");

        void Produce(int processor)
        {
            Begin(processor);
            var wait = new SpinWait();
            for (var serial = 0UL; serial < (ulong)each; serial++)
            {
                var record = new QueuedRecord(AuditMessageType.Syscall, 1, serial, s_text);
                while (!queue.TryAppend(record))
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                }

                wait.Reset();
            }
        }

        ulong Consume(int processor)
        {
            Begin(processor);
            var total = 0UL;
            var wait = new SpinWait();
            for (var left = each * producers; left > 0;)
            {
                if (queue.TryTake(out var record))
                {
                    total += record.Serial;
                    left--;
                    wait.Reset();
                    if (clearEvery != 0 && left % clearEvery == 0)
                    {
                        queue.ReadAndClearMark();
                    }
                }
                else
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                }
            }

            return total;
        }

        void Begin(int processor)
        {
            if (pinned)
            {
                Processor.Pin(processor);
            }

            start.SignalAndWait();
        }
    }

    /// <summary>One thread that appends and takes, so that nothing but the instructions counts.</summary>
    /// <param name="queue">The queue, new.</param>
    /// <param name="records">Records.</param>
    /// <param name="tickEvery">Records between two ticks, each with a time of its own; 0 = none.</param>
    public static Cost Alone<TQueue>(TQueue queue, int records, int tickEvery = 0)
        where TQueue : struct, IRecordQueue
    {
        var record = new QueuedRecord(AuditMessageType.Syscall, 1, 1, s_text);
        var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var untilTick = tickEvery;
        for (var i = 0; i < records; i++)
        {
            if (tickEvery != 0 && --untilTick == 0)
            {
                queue.Tick(i);
                untilTick = tickEvery;
            }

            queue.TryAppend(record);
            queue.TryTake(out _);
        }

        return new Cost(Stopwatch.GetElapsedTime(began).TotalNanoseconds / records, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / records);
    }
}
