using System.Globalization;
using AuditConsole.Components;
using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Lab;

/// <summary>What the user typed for a run, and what is wrong with it.</summary>
public sealed class LabInput
{
    /// <summary>The limits that are compared unless the user types others.</summary>
    public const string UsualLimits = "64, 128, 256, 512, 1024, 2048, 4096, 8192";

    private const uint LongestSeconds = 600;

    private readonly Dictionary<string, string> _complaints = [];

    /// <summary>The name of a scenario, or <see cref="TraceName"/>.</summary>
    public string Scenario { get; set; } = "build";

    /// <summary>The trace that was uploaded, if any.</summary>
    public WorkloadTrace? Trace { get; set; }

    /// <summary>What the uploaded trace is called.</summary>
    public string TraceName { get; set; } = "";

    public string Limit { get; set; } = "64";

    /// <summary>The wait in seconds.</summary>
    public string Wait { get; set; } = "60";

    public string Rate { get; set; } = "0";

    public string Seed { get; set; } = "1";

    /// <summary>The length in seconds.</summary>
    public string Length { get; set; } = "60";

    /// <summary>Limits to compare, with commas or spaces between them.</summary>
    public string Limits { get; set; } = UsualLimits;

    /// <summary>Whether the uploaded trace is chosen.</summary>
    public bool IsTrace => Trace is not null && Scenario == TraceName;

    /// <summary>What is wrong with a field, or <see langword="null"/>.</summary>
    public string? Complaint(string field) => _complaints.GetValueOrDefault(field);

    /// <summary>The run that was typed.</summary>
    /// <returns><see langword="null"/> when something is wrong; <see cref="Complaint"/> then says what, field by field.</returns>
    public SimulationOptions? Read()
    {
        _complaints.Clear();
        var scenario = WorkloadScenario.All.FirstOrDefault(s => s.Name == Scenario);
        if (scenario is null && !IsTrace)
        {
            _complaints[nameof(Scenario)] = Words.Say(LabText.NoSuchWorkload, Scenario);
        }

        var limit = Whole(nameof(Limit), Limit, 0, uint.MaxValue);
        var wait = Seconds(nameof(Wait), Wait, 0, LongestSeconds);
        var rate = Whole(nameof(Rate), Rate, 0, uint.MaxValue);
        var seed = Whole(nameof(Seed), Seed, 0, int.MaxValue);
        var length = Seconds(nameof(Length), Length, 0.001m, LongestSeconds);
        return _complaints.Count > 0 ? null : new SimulationOptions
        {
            Scenario = scenario ?? WorkloadScenario.Named("none"),
            Trace = IsTrace ? Trace : null,
            BacklogLimit = limit,
            BacklogWaitTime = wait,
            RateLimit = rate,
            Seed = (int)seed,
            Length = length,
        };
    }

    /// <summary>The limits that were typed, each once and in order; <see langword="null"/> when something is wrong.</summary>
    /// <param name="most">How many are accepted.</param>
    public IReadOnlyList<uint>? ReadLimits(int most)
    {
        _complaints.Remove(nameof(Limits));
        var words = Limits.Split([',', ' ', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var limits = new SortedSet<uint>();
        foreach (var word in words)
        {
            if (!TryWhole(word, out var limit) || limit == 0)
            {
                _complaints[nameof(Limits)] = Words.Say(LabText.NoSuchLimit, word);
                return null;
            }

            limits.Add(limit);
        }

        if (limits.Count > 0 && limits.Count <= most)
        {
            return [.. limits];
        }

        _complaints[nameof(Limits)] = Words.Say(LabText.HowManyLimits, limits.Count, most);
        return null;
    }

    private uint Whole(string field, string text, uint least, uint most)
    {
        if (TryWhole(text, out var value) && value >= least && value <= most)
        {
            return value;
        }

        _complaints[field] = Words.Say(LabText.AcceptedWhole, least, Words.Count(most));
        return 0;
    }

    private TimeSpan Seconds(string field, string text, decimal least, decimal most)
    {
        if (decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= least && seconds <= most && decimal.Round(seconds, 3) == seconds)
        {
            return TimeSpan.FromMilliseconds((long)(seconds * 1000));
        }

        _complaints[field] = Words.Say(LabText.AcceptedSeconds, least, most);
        return TimeSpan.Zero;
    }

    private static bool TryWhole(string text, out uint value) =>
        uint.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
