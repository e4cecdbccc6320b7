using System.Globalization;
using System.Text.RegularExpressions;

namespace AuditConsole.History;

/// <summary>Times as they are typed: a UTC time, or one counted from now, as <c>now</c>, <c>now-6h</c>, <c>now-1d/d</c>.</summary>
/// <remarks>
/// Steps are whole numbers of <c>s m h d w M y</c> (M is a month, m a minute), as in Grafana's time picker; <c>/</c> and a unit goes to the
/// beginning of that unit, or to its end where the end of a range is meant. Weeks begin on Monday.
/// </remarks>
public static partial class TimeExpression
{
    /// <summary>The time of reading.</summary>
    public const string Now = "now";

    /// <summary>Reads a time.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="now">What <c>now</c> means.</param>
    /// <param name="isEnd">Whether <c>/</c> goes to the end of its unit.</param>
    /// <param name="time">The time in UTC.</param>
    /// <returns>Whether it could be read and lies within the calendar.</returns>
    public static bool TryRead(string? text, DateTimeOffset now, bool isEnd, out DateTimeOffset time)
    {
        var words = text?.Trim() ?? "";
        if (!IsRelative(words))
        {
            return DateTimeOffset.TryParse(words, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
        }

        time = now.ToUniversalTime();
        var match = Form().Match(words);
        try
        {
            foreach (Capture step in match.Groups["step"].Captures)
            {
                time = Step(time, int.Parse(step.ValueSpan[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), step.Value[^1]);
            }

            if (match.Groups["unit"] is { Success: true } unit)
            {
                time = Begin(time, unit.Value[0]);
                time = isEnd ? Step(time, 1, unit.Value[0]) : time;
            }

            return match.Success;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>Whether the time is counted from now.</summary>
    public static bool IsRelative(string? text) => text?.Trim().StartsWith(Now, StringComparison.Ordinal) ?? false;

    private static DateTimeOffset Step(DateTimeOffset time, int steps, char unit) => unit switch
    {
        's' => time.AddSeconds(steps),
        'm' => time.AddMinutes(steps),
        'h' => time.AddHours(steps),
        'd' => time.AddDays(steps),
        'w' => time.AddDays(7.0 * steps),
        'M' => time.AddMonths(steps),
        _ => time.AddYears(steps),
    };

    private static DateTimeOffset Begin(DateTimeOffset time, char unit)
    {
        var day = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero);
        return unit switch
        {
            's' => day.AddSeconds(Math.Floor(time.TimeOfDay.TotalSeconds)),
            'm' => day.AddMinutes(Math.Floor(time.TimeOfDay.TotalMinutes)),
            'h' => day.AddHours(time.Hour),
            'd' => day,
            'w' => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            'M' => day.AddDays(1 - day.Day),
            _ => day.AddDays(1 - day.DayOfYear),
        };
    }

    [GeneratedRegex("^now(?<step>[+-][0-9]{1,9}[smhdwMy])*(/(?<unit>[smhdwMy]))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
