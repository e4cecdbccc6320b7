using System.Data.Common;
using AuditConsole.Monitoring.Windows;
using Dapper;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>Looks whether the rows say one thing: windows follow one another, each sum is that of its windows, and the links of the activity hold.</summary>
internal static class HistoryCheck
{
    private const int MostProblems = 100;

    public static IReadOnlyList<string> Run(DbConnection connection, CancellationToken cancellationToken) =>
    [
        .. connection.Query<string>("SELECT host FROM hosts ORDER BY host").ToList()
            .SelectMany(host => Extent.Read(connection, host) is { } extent ? Problems(connection, extent, cancellationToken) : [])
            .Concat(ActivityRows.Verify(connection, sought: null, cancellationToken).SelectMany(verification => verification.Problems))
            .Take(MostProblems),
    ];

    // A day at a time: all spans lie within one.
    private static IEnumerable<string> Problems(DbConnection connection, Extent extent, CancellationToken cancellationToken)
    {
        PollWindow? before = null;
        for (var day = Level.Floor(Level.Last, extent.Oldest[Level.Raw]); day <= extent.Newest; day += Level.Day)
        {
            var windows = Rows(Level.Raw, day);
            foreach (var window in windows)
            {
                if (before is not null && before.To > window.From)
                {
                    yield return $"{extent.Name}: the windows of {before.From:u} and {window.From:u} overlap.";
                }

                before = window;
            }

            for (var level = Level.Fine; level <= Level.Last; level++)
            {
                var spans = windows.ToLookup(window => Level.Floor(level, window.From.ToUnixTimeMilliseconds()));
                foreach (var sum in Rows(level, day).Where(sum => !IsOf(sum, spans[Level.Floor(level, sum.From.ToUnixTimeMilliseconds())])))
                {
                    yield return $"{extent.Name}: the sum of {TimeSpan.FromMilliseconds(Level.Span(level))} from {sum.From:u} on is not that of its windows.";
                }
            }
        }

        List<PollWindow> Rows(int level, long day) => [.. RowSource.Read(connection, extent, [new Segment(level, day, day + Level.Day)], cancellationToken)];
    }

    private static bool IsOf(PollWindow sum, IEnumerable<PollWindow> span)
    {
        var windows = span.ToList();
        return windows.Sum(window => window.Windows) == sum.Windows
            && windows.Max(window => (uint?)window.Peak) == sum.Peak
            && windows.Sum(window => window.Lost) == (sum.Lost ?? 0);
    }
}
