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
        Words.Say(LabText.TicksAtHz, Words.Count((long)wait.TotalMilliseconds), Words.Count((long)(wait.TotalMilliseconds / 4)));

    /// <summary>The figures of a scenario.</summary>
    public static string Figures(WorkloadScenario scenario)
    {
        var rate = scenario.RecordsPerSecond;
        var arriving = rate == 0 ? LabText.NoRecords : Words.Say(LabText.RecordsPerSecond, Words.Records(Rounded(rate)));
        var tasks = scenario.Tasks == 0 ? LabText.ByNobody : Words.Counted(scenario.Tasks, LabText.ByTasksOne, LabText.ByTasksMany);
        var (most, served) = (Words.Count(scenario.Service.PassMost), Words.Count(Rounded(scenario.Service.RecordsPerSecond)));
        return scenario.Auditd is { } auditd
            ? Words.Say(LabText.ScenarioFiguresAuditd, arriving, tasks, most, served, Words.Count(auditd.ReadsPerStep * 1000L))
            : Words.Say(LabText.ScenarioFigures, arriving, tasks, most, served);
    }

    /// <summary>The answer to "what would my workload do to this limit?".</summary>
    public static string Answer(string workload, SimulationOptions options, LabView view)
    {
        var (isUnlimited, limit, state) = (options.BacklogLimit == 0, Words.Count(options.BacklogLimit), view.State);
        return (state.Lost, state.Waited + TimeSpan.FromTicks(state.Sleeping)) switch
        {
            ( > 0, _) => Words.Say(isUnlimited ? LabText.LosesUnlimited : LabText.LosesAtLimit, workload, Words.Records(state.Lost), limit),
            (_, { Ticks: > 0 }) => Words.Say(isUnlimited ? LabText.WaitsUnlimited : LabText.WaitsAtLimit, workload, Words.Time(state.Waited), limit),
            _ => Words.Say(isUnlimited ? LabText.SafeUnlimited : LabText.SafeAtLimit, workload, limit),
        };
    }

    /// <summary>What follows, after the answer.</summary>
    public static string Second(LabView view)
    {
        var state = view.State;
        var arrived = Words.Say(LabText.Arrived, Words.Records(state.Arrived), Words.Time(TimeSpan.FromMilliseconds(state.Steps)), Words.Count(state.HighWaterMark));
        return view.IsEarly
            ? $"{arrived} {Words.Say(LabText.EndedEarly, Words.Count(SimulationOptions.MostRecords), Words.Count(SimulationOptions.MostBacklog))}"
            : arrived;
    }

    /// <summary>Which limit is without loss.</summary>
    public static string WithoutLoss(LimitComparison comparison) => comparison switch
    {
        { WithoutLoss: { } limit } => Words.Say(LabText.WithoutLossFrom, Words.Count(limit)),
        _ when comparison.Outcomes.Where(outcome => outcome is { Lost: 0, WaitMilliseconds: 0, Held: 0 }).Select(outcome => (long?)outcome.Limit).Min() is { } least
            => Words.Say(LabText.SmallestWithoutLoss, Words.Count(least)),
        _ => LabText.NoneWithoutLoss,
    };

    /// <summary>What would be without a limit; nothing where that is not known.</summary>
    public static string Unlimited(LimitComparison comparison) => comparison.UnlimitedPeak is { } peak
        ? Words.Say(LabText.UnlimitedPeak, Words.Count(peak), Memory(peak))
        : "";

    // Two digits say enough of a mean.
    private static long Rounded(double value)
    {
        var step = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, value))) - 1));
        return (long)(Math.Round(value / step) * step);
    }
}
