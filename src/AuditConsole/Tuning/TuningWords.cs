using System.Globalization;
using AuditConsole.Advice;
using AuditConsole.Advice.Verdicts;
using AuditConsole.Components;

namespace AuditConsole.Tuning;

/// <summary>Advice in words.</summary>
internal static class TuningWords
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>The answer with a number in it.</summary>
    public static string Headline(HostAdvice? advice)
    {
        if (advice is null)
        {
            return TuningText.WorkingItOut;
        }

        var now = advice.Facts.Limit;
        return advice.RecommendedLimit is not { } limit ? advice.Curve?.WithoutLoss is { } held ? Words.Say(TuningText.HeadHeld, Words.Count(held)) : Words.Say(now == 0 ? TuningText.HeadNoneUnlimited : TuningText.HeadNone, Words.Count(now))
            : now == 0 ? Words.Say(TuningText.HeadSet, Words.Count(limit))
            : limit > now ? Words.Say(TuningText.HeadRaise, Words.Count(now), Words.Count(limit))
            : limit == now ? Words.Say(TuningText.HeadRight, Words.Count(now))
            : Words.Say(TuningText.HeadEnough, Words.Count(now), Words.Count(limit));
    }

    /// <summary>The verdict in a word.</summary>
    public static string Name(VerdictKind kind) => kind switch
    {
        VerdictKind.Safe => TuningText.Safe,
        VerdictKind.Tight => TuningText.Tight,
        VerdictKind.Saturated => TuningText.Saturated,
        VerdictKind.Losing => TuningText.Losing,
        VerdictKind.Stalling => TuningText.Stalling,
        VerdictKind.Oversized => TuningText.Oversized,
        VerdictKind.NotTheLimit => TuningText.NotTheLimit,
        VerdictKind.Unlimited => TuningText.Unlimited,
        _ => TuningText.InsufficientData,
    };

    /// <summary>How it looks.</summary>
    public static (string Class, string Icon) Look(VerdictKind kind) => kind switch
    {
        VerdictKind.Safe => ("okc", "ok"),
        VerdictKind.Tight or VerdictKind.Saturated or VerdictKind.NotTheLimit => ("warnc", "warn"),
        VerdictKind.Losing or VerdictKind.Stalling => ("crit", "crit"),
        VerdictKind.Oversized or VerdictKind.Unlimited => ("info", "note"),
        _ => ("unk", "unknown"),
    };

    /// <summary>How an evidence looks.</summary>
    public static (string Class, string Icon) Look(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Good => ("okc", "ok"),
        EvidenceKind.Caveat => ("warnc", "warn"),
        EvidenceKind.Hint => ("info", "note"),
        _ => ("unk", "unknown"),
    };

    /// <summary>Bytes as <c>18.0 MiB</c>.</summary>
    public static string Memory(double bytes) => Words.Say(TuningText.Mebibytes, (bytes / Mebibyte).ToString(bytes < 100 * Mebibyte ? "#,0.0" : "#,0", CultureInfo.InvariantCulture));

    /// <summary>A number of records that need not be whole.</summary>
    public static string Number(double? value) => value switch
    {
        null => Words.Unknown,
        double.PositiveInfinity => TuningText.NoBound,
        < 10 and > 0 => value.Value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => Words.Count((long)Math.Min(long.MaxValue, value.Value)),
    };

    /// <summary>A chance; never a bare 0 or 100.</summary>
    public static string Chance(double? chance) => chance switch
    {
        null => Words.Unknown,
        < 0.0005 => TuningText.ChanceLow,
        > 0.9995 => TuningText.ChanceHigh,
        _ => Words.Percent(chance.Value),
    };

    /// <summary>A span of waiting.</summary>
    public static string Seconds(double? seconds) => seconds is { } known ? Words.Time(TimeSpan.FromSeconds(known)) : Words.Unknown;
}
