using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Advice.Peaks;

/// <summary>The hours of a history that can be taken for one record. Immutable.</summary>
/// <param name="Rows">A row for each hour, oldest first.</param>
/// <param name="Astray">Hours that are left out since the clock was wrong when they were written down.</param>
public sealed record UsableHours(IReadOnlyList<PollWindow> Rows, int Astray)
{
    /// <summary>How far back a record goes.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(400);

    // Time that lies this far from the rest, and is so little of it, is a clock that was wrong.
    private static readonly TimeSpan s_far = TimeSpan.FromDays(180);
    private const double Little = 0.1;

    /// <summary>Chooses.</summary>
    /// <param name="rows">A row for each hour, oldest first, as the history gives them.</param>
    /// <param name="now">The time of asking, after which nothing can have been; <see langword="null"/> for a history from elsewhere.</param>
    public static UsableHours Of(IReadOnlyList<PollWindow> rows, DateTimeOffset? now)
    {
        ArgumentNullException.ThrowIfNull(rows);
        List<PollWindow> past = [.. rows.Where(row => !(row.From > now))];
        var runs = new List<List<PollWindow>>();
        foreach (var row in past)
        {
            if (runs.Count == 0 || row.From - runs[^1][^1].To > s_far)
            {
                runs.Add([]);
            }

            runs[^1].Add(row);
        }

        var latest = runs.LastOrDefault(run => run.Count >= Little * past.Count) ?? [];
        var astray = rows.Count - past.Count + runs.Where(run => run.Count < Little * past.Count).Sum(run => run.Count);
        return new([.. latest.Where(row => row.To > latest[^1].To - Span)], astray);
    }
}
