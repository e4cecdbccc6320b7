using AuditConsole.Components;
using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Lab;

/// <summary>The sentences of the lab.</summary>
public static class LabWords
{
    /// <summary>Bytes of kernel memory that an ordinary record takes: 2 KiB of data and a head of 256 B.</summary>
    public const long RecordBytes = 2304;

    /// <summary>Memory of so many ordinary records, as <c>18.0 MiB</c>.</summary>
    public static string Memory(long records)
    {
        var bytes = records * (double)RecordBytes;
        var (value, unit) = bytes switch
        {
            0 => (0, "B"),
            < 1024 * 1024 => (bytes / 1024, "KiB"),
            < 1024 * 1024 * 1024 => (bytes / 1024 / 1024, "MiB"),
            _ => (bytes / 1024 / 1024 / 1024, "GiB"),
        };
        return FormattableString.Invariant($"{value:#,0.#}\u00a0{unit}");
    }

    /// <summary>A wait in kernel ticks at the two usual rates.</summary>
    public static string Ticks(TimeSpan wait) =>
        $"{Words.Count((long)wait.TotalMilliseconds)}\u00a0ticks at HZ\u00a01000, {Words.Count((long)(wait.TotalMilliseconds / 4))} at HZ\u00a0250";

    /// <summary>The figures of a scenario.</summary>
    public static string Figures(WorkloadScenario scenario)
    {
        var rate = scenario.RecordsPerSecond;
        var arriving = rate == 0 ? "No records" : $"About {Words.Of(Rounded(rate), "record")} a second";
        var tasks = scenario.Tasks == 0 ? "logged where nobody can sleep" : $"by {Words.Of(scenario.Tasks, "task")} that can sleep";
        var auditd = scenario.Auditd is { } model ? $"; auditd reads up to {Words.Count(model.ReadsPerStep * 1000L)} a second between its stalls" : "";
        return $"{arriving}, {tasks}; kauditd takes up to {Words.Count(scenario.Service.PassMost)} in a pass, {Words.Count(Rounded(scenario.Service.RecordsPerSecond))} a second{auditd}.";
    }

    /// <summary>The answer to "what would my workload do to this limit?".</summary>
    public static string Answer(string workload, SimulationOptions options, LabView view)
    {
        var limit = options.BacklogLimit == 0 ? "Without a limit" : $"At limit {Words.Count(options.BacklogLimit)}";
        var state = view.State;
        return (state.Lost, state.Waited + TimeSpan.FromTicks(state.Sleeping)) switch
        {
            ( > 0, _) => $"{limit}, {workload} loses {Words.Of(state.Lost, "record")}.",
            (_, { Ticks: > 0 }) => $"{limit}, {workload} loses nothing, but its tasks wait {Words.Time(state.Waited)}.",
            _ => $"{limit}, {workload} loses nothing and nobody waits.",
        };
    }

    /// <summary>What follows, after the answer.</summary>
    public static string Second(LabView view)
    {
        var state = view.State;
        var over = TimeSpan.FromMilliseconds(state.Steps);
        var early = view.IsEarly
            ? $" It ended early: a run takes up to {Words.Count(SimulationOptions.MostRecords)} records and a backlog of {Words.Count(SimulationOptions.MostBacklog)}."
            : "";
        return $"{Words.Of(state.Arrived, "record")} in {Words.Time(over)}; the backlog reached {Words.Count(state.HighWaterMark)}.{early}";
    }

    /// <summary>Which limit is without loss.</summary>
    public static string WithoutLoss(LimitComparison comparison) => comparison switch
    {
        { WithoutLoss: { } limit } => $"From limit {Words.Count(limit)} on, nothing is lost and nobody waits.",
        _ when comparison.Outcomes.Where(outcome => outcome is { Lost: 0, WaitMilliseconds: 0, Held: 0 }).Select(outcome => (long?)outcome.Limit).Min() is { } least
            => $"Of these, {Words.Count(least)} is the smallest limit at which nothing is lost and nobody waits.",
        _ => "At each of these limits records are lost or tasks wait.",
    };

    /// <summary>What would be without a limit; nothing where that is not known.</summary>
    public static string Unlimited(LimitComparison comparison) => comparison.UnlimitedPeak is { } peak
        ? $"Without a limit the backlog would reach {Words.Count(peak)}, {Memory(peak)}."
        : "";

    // Two digits say enough of a mean.
    private static long Rounded(double value)
    {
        var step = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, value))) - 1));
        return (long)(Math.Round(value / step) * step);
    }
}
