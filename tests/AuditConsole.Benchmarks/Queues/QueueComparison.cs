using System.Globalization;
using System.Runtime.CompilerServices;
using AuditConsole.Engine.Queue;
using AuditConsole.Engine.Statistics;

namespace AuditConsole.Benchmarks.Queues;

/// <summary>All queues against each other in interleaved rounds, so that what else the machine does meets them alike.</summary>
internal static class QueueComparison
{
    private const int Limit = 8192;

    // Checked like any other, but no producer has to wait for it, since the bare queue has none to wait for.
    private const uint Unreached = 1u << 30;
    private const int ClearEvery = 4000;

    private static readonly (string Name, Func<int, int, Cost> Run)[] s_threaded =
    [
        ("ConcurrentQueue, bare", (producers, records) => QueueRun.Threads(new BareConcurrentQueue(), producers, records)),
        ("BacklogQueue, exact mark", (producers, records) => QueueRun.Threads(new BacklogQueueMarked(MarkMode.Exact, Unreached), producers, records)),
        ("the same, cleared every 4,000 records", (producers, records) => QueueRun.Threads(new BacklogQueueMarked(MarkMode.Exact, Unreached), producers, records, ClearEvery)),
        ("the same, answering", (producers, records) => QueueRun.Threads(new BacklogQueueAnswering(Unreached), producers, records)),
        ("BacklogQueue, kernel mark", (producers, records) => QueueRun.Threads(new BacklogQueueMarked(MarkMode.Kernel, Unreached), producers, records)),
        ("BacklogQueue, no mark", (producers, records) => QueueRun.Threads(new BacklogQueueUnmarked(Unreached), producers, records)),
        ("packed word, exact mark", (producers, records) => QueueRun.Threads(new PackedWordQueue(Unreached), producers, records)),
        ("lock, exact mark", (producers, records) => QueueRun.Threads(new LockedQueue(Unreached), producers, records)),
        ("spin lock, exact mark", (producers, records) => QueueRun.Threads(new SpinLockedQueue(Unreached), producers, records)),
        ("Channel, bounded to 8192, no mark", (producers, records) => QueueRun.Threads(new BoundedChannel(Limit), producers, records)),
        ("BacklogQueue, limit 8192, exact mark", (producers, records) => QueueRun.Threads(new BacklogQueueMarked(MarkMode.Exact, Limit), producers, records)),
        ("the same, cleared every 4,000 records", (producers, records) => QueueRun.Threads(new BacklogQueueMarked(MarkMode.Exact, Limit), producers, records, ClearEvery)),
    ];

    private static readonly (string Name, Func<int, Cost> Run)[] s_alone =
    [
        ("ConcurrentQueue, bare", records => QueueRun.Alone(new BareConcurrentQueue(), records)),
        ("BacklogQueue, limit, no mark", records => QueueRun.Alone(new BacklogQueueUnmarked(Limit), records)),
        ("BacklogQueue, limit, exact mark", records => QueueRun.Alone(new BacklogQueueMarked(MarkMode.Exact, Limit), records)),
        ("BacklogQueue, limit, kernel mark", records => QueueRun.Alone(new BacklogQueueMarked(MarkMode.Kernel, Limit), records)),
        ("the exact one with statistics, a tick in 16 records", records => QueueRun.Alone(Counting(), records, tickEvery: 16)),
        ("the exact one with statistics, a tick each record", records => QueueRun.Alone(Counting(), records, tickEvery: 1)),
        ("Channel, bounded, no mark", records => QueueRun.Alone(new BoundedChannel(Limit), records)),
    ];

    /// <summary>Runs the comparison and prints it as Markdown.</summary>
    public static int Run(int records, int rounds)
    {
        Print("One thread appends and takes", [.. s_alone.Select<(string Name, Func<int, Cost> Run), (string, Func<Cost>)>(queue => (queue.Name, () => queue.Run(records)))], rounds);
        foreach (var producers in new[] { 1, 3 })
        {
            var queues = s_threaded.Select<(string Name, Func<int, int, Cost> Run), (string, Func<Cost>)>(queue => (queue.Name, () => queue.Run(producers, records)));
            Print($"{producers} producing, 1 consuming", [.. queues], rounds);
        }

        return 0;
    }

    private static BacklogQueueMarked Counting() => new(MarkMode.Exact, Limit, new BacklogStatistics(start: 0));

    private static void Print(string title, (string Name, Func<Cost> Run)[] queues, int rounds)
    {
        var costs = queues.Select(_ => new List<Cost>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var queue = 0; queue < queues.Length; queue++)
            {
                GC.Collect();
                var cost = queues[queue].Run();
                if (round >= 0)
                {
                    costs[queue].Add(cost);
                }
            }
        }

        Console.WriteLine($"{title}, {rounds} rounds:\n");
        Console.WriteLine("| | ns a record, median | least | throughput to the first's, median of the rounds | B a record |\n|---|---:|---:|---:|---:|");
        foreach (var (queue, place) in queues.Select((queue, place) => (queue, place)))
        {
            var ratio = Median(costs[place].Select((cost, round) => costs[0][round].Nanoseconds / cost.Nanoseconds));
            Write($"| {queue.Name} | {Median(costs[place].Select(cost => cost.Nanoseconds)):F1} | {costs[place].Min(cost => cost.Nanoseconds):F1} | {ratio:F2} | {Median(costs[place].Select(cost => cost.Bytes)):F2} |");
        }

        Console.WriteLine();
    }

    private static void Write(DefaultInterpolatedStringHandler line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, ref line));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
