using System.Globalization;
using AuditConsole.Advice.ExtremeValues;
using AuditConsole.Advice.Peaks;

namespace AuditConsole.Advice.Levels;

/// <summary>How high peaks will get, or why that is not said. Immutable.</summary>
public sealed class ReturnLevels
{
    /// <summary>The horizons, in days.</summary>
    public static readonly IReadOnlyList<int> Horizons = [30, 90, 365];

    /// <summary>How many times the length of the record a horizon may have.</summary>
    public const int FurthestHorizon = 10;

    // An upper end further above the highest peak than this is no answer that anybody could set as a limit.
    private const double FurthestBound = 100;

    private ReturnLevels(PeakRecord record, Rhythm rhythm, Trend trend) => (Record, Rhythm, Trend) = (record, rhythm, trend);

    /// <summary>What it was worked out from.</summary>
    public PeakRecord Record { get; }

    /// <summary>Whether hours and weekdays differ.</summary>
    public Rhythm Rhythm { get; }

    /// <summary>Whether peaks rise or fall.</summary>
    public Trend Trend { get; }

    /// <summary>When peaks became others, where they did.</summary>
    public RegimeChange? Change { get; private init; }

    /// <summary>The distribution; <see langword="null"/> where none is told.</summary>
    public TailModel? Model { get; private init; }

    /// <summary>One answer for each of <see cref="Horizons"/>.</summary>
    public IReadOnlyList<LevelAnswer> Answers { get; private init; } = [];

    /// <summary>Why no level at all is told; <see langword="null"/> where one is.</summary>
    public string? RefusedBecause { get; private init; }

    /// <summary>Where one peak rules the answer: the level of the same days without it.</summary>
    public OutlierEffect? Outlier { get; private init; }

    /// <summary>Works it out.</summary>
    /// <param name="record">The record.</param>
    /// <param name="limit">The present limit, in records; 0 = none.</param>
    public static ReturnLevels Of(PeakRecord record, uint limit)
    {
        ArgumentNullException.ThrowIfNull(record);
        var hours = record.Hours;
        var days = PeakBlock.Of(hours, 24);
        List<HourPeak> comparable = [.. hours.Where(hour => !hour.IsSampled)];
        var bare = new ReturnLevels(record, Rhythm.Of(comparable), Trend.Of(days));
        var known = hours.Count(hour => !hour.IsAtLeast);
        if (Short(record, known) is { } shortage)
        {
            return Refused(bare, shortage);
        }

        if (RegimeChange.Find(comparable) is { } change)
        {
            var since = hours.Count(hour => hour.Hour >= change.At);
            return Refused(bare, Say($"Peaks changed on {change.At:yyyy-MM-dd}: the median of an hour's highest was {Number(change.Before)} before and is {Number(change.After)} since. Nothing is fitted across such a change; {since} hours have been watched since then."), change);
        }

        var index = Clustering.ExtremalIndex([.. hours.Select(hour => hour.Peak)]);
        // High hours that follow one another belong together; where the hour of the day decides, that is what whole days are for.
        var least = bare.Rhythm.HoursDiffer || index is null or > 0.7 ? 1 : Math.Clamp((int)Math.Ceiling(2 / index.Value), 1, 24);
        if (TailChoice.Of(hours, bare.Rhythm, least) is not { } model)
        {
            var highest = hours.MaxBy(hour => hour.Peak);
            return Refused(bare, Say($"No extreme value distribution describes these peaks, whichever way they are taken together; the highest, {highest.Peak:N0} on {highest.Hour:yyyy-MM-dd HH:mm} UTC, may stand apart, or different workloads take turns."));
        }

        var answers = Horizons.Select(horizon => Answer(record, model, horizon, limit)).ToList();
        return new ReturnLevels(record, bare.Rhythm, bare.Trend)
        {
            Model = model,
            Answers = answers,
            Outlier = OutlierEffect.Of(model, hours),
            RefusedBecause = answers.All(answer => answer.Level is null) ? answers[0].RefusedBecause : null,
        };
    }

    private static string? Short(PeakRecord record, int known)
    {
        if (record.Hours.Count == 0)
        {
            return "There are no windows yet.";
        }

        if (record.Hours.All(hour => hour.Peak == 0))
        {
            return Say($"No record was seen in {record.Hours.Count} hours: every peak is 0. Either nothing is audited, or rules and auditing are off; there is nothing to size a limit for.");
        }

        var cut = record.Hours.Count - known;
        return known >= TailChoice.LeastBlocks ? null
            : cut > known && record.HoursSampled >= record.HoursCut ? Say($"{Hours(record.HoursSampled)} of {record.Hours.Count} were sampled only, so their peaks are lower bounds; {TailChoice.LeastBlocks} hours with an exact peak are needed, and there are {known}.")
            : cut > known ? Say($"In {record.HoursCut} of {Hours(record.Hours.Count)} the backlog reached its limit or tasks waited, so how high it would have gone is not known; {TailChoice.LeastBlocks} other hours are needed, and there are {known}. Raise the limit for a while, and ask again.")
            : Say($"Peaks of {Hours(record.Hours.Count)} are known; at least {TailChoice.LeastBlocks} are needed.");
    }

    private static LevelAnswer Answer(PeakRecord record, TailModel model, int days, uint limit)
    {
        var longest = record.Watched.TotalDays * FurthestHorizon;
        if (days > longest)
        {
            return new(days, null, null, null, null, Say($"{days} days are more than {FurthestHorizon} times the {record.Watched.TotalDays:0.#} days that were watched."));
        }

        var level = ReturnLevel.Of(model.Fit, model.BlocksIn(days));
        var highest = record.Hours.Max(hour => hour.Peak);
        double? high = level.High < FurthestBound * Math.Max(highest, 1u) ? level.High : null;
        return high is null
            ? new(days, null, null, null, null, Say($"The tail is so heavy that these peaks set no upper bound below {FurthestBound:0} times the highest; a longer record would."))
            : new(days, level.Level, Math.Max(0, level.Low), high, limit == 0 ? null : model.ExceedProbability(limit, days));
    }

    private static ReturnLevels Refused(ReturnLevels bare, string because, RegimeChange? change = null) =>
        new(bare.Record, bare.Rhythm, bare.Trend)
        {
            Change = change,
            RefusedBecause = because,
            Answers = [.. Horizons.Select(days => new LevelAnswer(days, null, null, null, null, because))],
        };

    private static string Hours(int hours) => hours == 1 ? "1 hour" : Say($"{hours} hours");

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
