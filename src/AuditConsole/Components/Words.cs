using System.Globalization;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;

namespace AuditConsole.Components;

/// <summary>Figures as people read them: thousands with a comma, a true minus, a no-break space before the unit, an en dash for what is not known.</summary>
public static class Words
{
    /// <summary>Stands for a value that is not known. Zero is a value.</summary>
    public const string Unknown = "–";

    /// <summary>Between two figures that say the same.</summary>
    public const string Dot = " · ";

    private const char NoBreak = '\u00a0';
    private const char Minus = '\u2212';

    private static DateTimeFormatInfo Names
    {
        get
        {
            // Some calendars have a 13th month, so a name for it is wanted here too; beside a day's number the genitive is taken.
            string[] months = [.. SharedText.Months.Split(' '), ""];
            return new() { AbbreviatedMonthNames = months, AbbreviatedMonthGenitiveNames = months, AbbreviatedDayNames = SharedText.Weekdays.Split(' ') };
        }
    }

    /// <summary><c>6,988</c>, <c>−9</c>.</summary>
    public static string Count(long value) => value.ToString("#,0;" + Minus + "#,0", CultureInfo.InvariantCulture);

    /// <summary>The same, or an en dash.</summary>
    public static string Count(long? value) => value is { } known ? Count(known) : Unknown;

    /// <summary>A sentence of the resources with what stands at its places <c>{0}</c>, <c>{1}</c> and so on.</summary>
    public static string Say(string sentence, params ReadOnlySpan<object?> places) => string.Format(CultureInfo.InvariantCulture, sentence, places);

    /// <summary>One of two such sentences by a number, which stands at <c>{0}</c>; the places follow.</summary>
    public static string Counted(long value, string one, string many, params ReadOnlySpan<object?> places) => Say(value == 1 ? one : many, [Count(value), .. places]);

    /// <summary><c>1 record</c>, <c>212 records</c>.</summary>
    public static string Records(long value) => Counted(value, SharedText.RecordsOne, SharedText.RecordsMany);

    /// <summary><c>kernel</c> or <c>engine</c>, whichever holds a host's queue.</summary>
    public static string Name(HostSource source) => source == HostSource.Engine ? SharedText.Engine : SharedText.Kernel;

    /// <summary><c>≥ 3,214</c> where the figure is a lower bound, else as it is.</summary>
    public static string AtLeast(long value, Bound bound) => bound == Bound.AtLeast ? $"≥{NoBreak}{Count(value)}" : Count(value);

    /// <summary><c>≤ 882</c> where the peak behind the figure is a lower bound, else as it is.</summary>
    public static string AtMost(long value, Bound bound) => bound == Bound.AtLeast ? $"≤{NoBreak}{Count(value)}" : Count(value);

    /// <summary>A share as <c>10.4 %</c>.</summary>
    public static string Percent(double share, int decimals = 1)
    {
        var format = decimals == 0 ? "#,0" : "#,0." + new string('0', decimals);
        var percent = Math.Round(share * 100, decimals, MidpointRounding.AwayFromZero);
        return percent.ToString($"{format};{Minus}{format}", CultureInfo.InvariantCulture) + NoBreak + "%";
    }

    /// <summary>A span as <c>340 ms</c>, <c>12.6 s</c>, <c>60 s</c>, <c>7 min</c>, <c>3 h</c>, <c>12 d</c>.</summary>
    public static string Time(TimeSpan time)
    {
        var (value, unit) = Measure(time);
        return $"{value}{NoBreak}{unit}";
    }

    /// <summary>The same in two parts, for figures whose unit is smaller.</summary>
    public static (string Value, string Unit) Measure(TimeSpan time)
    {
        var (value, unit) = Math.Abs(time.TotalSeconds) switch
        {
            < 0.9995 => (Math.Round(time.TotalMilliseconds), "ms"),
            < 90 => (Math.Round(time.TotalSeconds, 1), "s"),
            < 90 * 60 => (Math.Round(time.TotalMinutes), "min"),
            < 48 * 3600 => (Math.Round(time.TotalHours), "h"),
            _ => (Math.Round(time.TotalDays), "d"),
        };
        return (value.ToString("#,0.#;" + Minus + "#,0.#", CultureInfo.InvariantCulture), unit);
    }

    /// <summary>A time of day in UTC as <c>14:31:07</c>; with its date when that is not the day of <paramref name="now"/>.</summary>
    public static string Clock(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.Date == now.UtcDateTime.Date
            ? at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)
            : Day(at, now) + NoBreak + at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A date in UTC as <c>21 Nov</c>, with its year when that is not the one of <paramref name="now"/>.</summary>
    public static string Day(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(at.UtcDateTime.Year == now.UtcDateTime.Year ? "d\u00a0MMM" : "d\u00a0MMM\u00a0yyyy", Names);

    /// <summary><c>Sat 21 Nov 14:40</c> in UTC.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("ddd\u00a0d\u00a0MMM\u00a0HH:mm", Names);

    /// <summary>The tier's name.</summary>
    public static string Name(Tier tier) => tier switch
    {
        Tier.Kernel => SharedText.TierKernel,
        Tier.Probe => SharedText.TierProbe,
        Tier.Engine => SharedText.TierEngine,
        _ => SharedText.TierSampled,
    };

    /// <summary>What a peak of this tier says about the true one.</summary>
    public static Bound BoundOf(Tier tier) => tier == Tier.Sampled ? Bound.AtLeast : Bound.Exact;
}
