using System.Globalization;

namespace AuditConsole.Monitoring.Alerts;

/// <summary>Figures in the sentences of alerts, which go to programs and mail too: plain spaces, thousands with a comma.</summary>
internal static class AlertWords
{
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Records(long value) => value == 1 ? "1 record" : $"{Count(value)} records";

    public static string Percent(double percent) => percent.ToString("#,0.#", CultureInfo.InvariantCulture) + " %";

    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => $"{time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms",
        < 120 => $"{time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s",
        < 7200 => $"{time.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} min",
        _ => $"{time.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} h",
    };

    /// <summary>What a loss does to the host.</summary>
    public static string Loss(uint failure) => failure == 2 ? "A loss panics this host (failure 2)." : "";

    public static string Join(params ReadOnlySpan<string> sentences)
    {
        var said = new List<string>();
        foreach (var sentence in sentences)
        {
            if (sentence.Length > 0)
            {
                said.Add(sentence);
            }
        }

        return string.Join(' ', said);
    }
}
