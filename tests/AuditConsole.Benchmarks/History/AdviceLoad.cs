using System.Diagnostics;
using AuditConsole.Advice;
using AuditConsole.Benchmarks.Metrics;
using AuditConsole.Monitoring.History;

namespace AuditConsole.Benchmarks.History;

/// <summary>Measures how long advice takes on a history that is filled.</summary>
internal static class AdviceLoad
{
    private const int Runs = 5;

    /// <summary>Prints the medians of a few runs; the first, which compiles, is left out.</summary>
    public static async Task PrintAsync(IHistory history, AdvisedHost host, DateTimeOffset now)
    {
        var advisor = new Advisor(history, new StandingClock(now));
        var (verdicts, advices) = (new List<double>(), new List<double>());
        HostAdvice? advice = null;
        for (var run = 0; run <= Runs; run++)
        {
            var begun = Stopwatch.GetTimestamp();
            await advisor.JudgeAsync(host, CancellationToken.None);
            var judged = Stopwatch.GetTimestamp();
            advice = await advisor.AdviseAsync(host, null, CancellationToken.None);
            verdicts.Add(Stopwatch.GetElapsedTime(begun, judged).TotalMilliseconds);
            advices.Add(Stopwatch.GetElapsedTime(judged).TotalMilliseconds);
        }

        Console.WriteLine($"\nVerdict {Median(verdicts):0} ms, advice {Median(advices):0} ms ({advice!.Levels.Record.Hours.Count} hours; {advice.RefusedBecause ?? $"limit {advice.RecommendedLimit}"}).");
    }

    private static double Median(List<double> times) => times.Skip(1).Order().ElementAt(Runs / 2);
}
