using System.Diagnostics;
using System.Globalization;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Kernel.Sampling;

namespace AuditConsole.Benchmarks.Sampling;

/// <summary>The sampler's AUDIT_GET beside the same in C, libaudit's and auditctl's, one after the other in each round, all on one processor.</summary>
internal sealed class ExchangeComparison(int requests, int rounds)
{
    private const int Processor = 1;
    private const int ProcessesPerRound = 5;
    private static readonly string[] s_ways = ["raw", "libaudit", "sampler", "auditctl"];

    private long _allocated;

    /// <summary>Prints the table. To be called on a thread of its own, which it pins.</summary>
    public void Run()
    {
        var processor = Math.Min(Processor, Environment.ProcessorCount - 1);
        Queues.Processor.Pin(processor);
        using var compiled = CompiledExchange.Start(processor);
        using var socket = RequestSocket.Open(StatusExchange.Patience);
        var exchange = new StatusExchange(socket, TimeProvider.System);
        var times = new long[requests];
        Median(exchange, times);
        _allocated = 0;
        var medians = s_ways.ToDictionary(way => way, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var way in s_ways.Skip(round % s_ways.Length).Concat(s_ways.Take(round % s_ways.Length)))
            {
                medians[way].Add(way switch
                {
                    "sampler" => Median(exchange, times),
                    "auditctl" => Auditctl(processor),
                    _ => compiled.Median(way, requests),
                });
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"AUDIT_GET, medians of {rounds} rounds of {requests} requests each ({ProcessesPerRound} of auditctl):"));
        Console.WriteLine("| way | µs | to raw C |");
        foreach (var way in s_ways)
        {
            var ratios = medians[way].Zip(medians["raw"], (mine, raw) => mine / raw).Order().ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {way} | {Middle(medians[way]) / 1000:0.0} | {Middle(ratios):0.00} ({ratios[ratios.Length / 4]:0.00} to {ratios[ratios.Length * 3 / 4]:0.00}) |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The sampler allocated {_allocated} B in {(long)requests * rounds} requests."));
    }

    private double Median(StatusExchange exchange, long[] times)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            if (exchange.Ask().End != ExchangeEnd.Answered)
            {
                throw new InvalidOperationException("The kernel did not answer the sampler's request; it needs CAP_AUDIT_CONTROL.");
            }

            times[i] = Stopwatch.GetTimestamp() - began;
        }

        _allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(times);
        return times[times.Length / 2] * 1e9 / Stopwatch.Frequency;
    }

    private static double Auditctl(int processor)
    {
        string[] words = ["-c", processor.ToString(CultureInfo.InvariantCulture), "auditctl", "-s"];
        var times = new List<double>();
        for (var i = 0; i < ProcessesPerRound; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo("taskset", words) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            times.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds);
        }

        return Middle(times);
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
