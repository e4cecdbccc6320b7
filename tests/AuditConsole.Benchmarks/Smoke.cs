using System.Text;
using AuditConsole.Benchmarks.History;
using AuditConsole.Benchmarks.Metrics;
using AuditConsole.Benchmarks.Queues;

namespace AuditConsole.Benchmarks;

/// <summary>Runs every benchmark's work once on little data and checks that both sides of a comparison give the same answer.</summary>
internal static class Smoke
{
    public static async Task<int> RunAsync()
    {
        var status = new StatusBenchmarks();
        Require(status.Parse() == status.CastToStruct(), "the backlog parsed differs from the one cast");
        var ack = new AckBenchmarks();
        Require(ack.Decode() == ack.FirstFourBytes(), "the value decoded differs from the one read");
        var snapshot = new SnapshotBenchmarks();
        Require(snapshot.SnapshotJson() > 0 && snapshot.DefaultJson() > 0, "no JSON was written");

        var queues = new QueueBenchmarks();
        ulong[] passed =
        [
            queues.BareConcurrentQueue(), queues.BoundedChannel(), queues.BacklogQueueWithoutMark(), queues.BacklogQueueWithExactMark(), queues.BacklogQueueWithKernelMark(),
        ];
        Require(passed.All(serial => serial == 1), "a queue did not give back the record appended");
        // Each run checks that all records arrive.
        QueueComparison.Run(records: 30_000, rounds: 1);

        var append = new AppendBenchmarks();
        append.Setup();
        Require((await append.AppendAsync()).Seq == 1 && append.InsertWithoutFlush() == 1, "a window was not appended");
        await append.DisposeAsync();

        Require(await HistoryLoad.RunAsync(new HistoryLoadOptions { Windows = 6_000, Queries = 2 }) == 0, "a peak was not shown");

        foreach (var wait in new[] { 0, 60_000 })
        {
            var replay = new ReplayBenchmarks { Workload = "build", Records = 5_000, Wait = wait, Limits = 4 };
            replay.Setup();
            Require(replay.EngineOncePerLimit() == replay.LimitReplayOnce(), "the records lost in the engine and in the replay differ");
        }

        var metrics = new MetricsBenchmarks { Hosts = 3 };
        metrics.Setup();
        using var page = new MemoryStream();
        await metrics.WriteAsync(page);
        var written = Encoding.UTF8.GetString(page.ToArray());
        Require(written.StartsWith(metrics.Plain(), StringComparison.Ordinal) && written.Length > 1000, "the page differs from the one with a string for each sample");
        Require(metrics.OpenTelemetryCollect(), "OpenTelemetry did not collect");
        metrics.Dispose();

        Console.WriteLine("Every benchmark ran once.");
        return 0;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The benchmarks do not compare like with like: {otherwise}.");
        }
    }
}
