using System.Runtime.CompilerServices;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Api;

/// <summary>Reads a range window by window, however long it is, a stretch at a time, so that memory holds one stretch only.</summary>
internal static class EveryWindow
{
    private const int WantedRows = 20_000;
    private const int MostGrowth = 16;
    private static readonly TimeSpan s_first = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(10);

    /// <summary>Windows that overlap [<paramref name="from"/>, <paramref name="to"/>), oldest first, each once.</summary>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public static async IAsyncEnumerable<PollWindow> ReadAsync(
        IHistory history, string host, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var length = s_first;
        var end = from;
        while (end < to)
        {
            var start = end;
            end = to - start <= length ? to : start + length;
            var windows = await history.PollsAsync(host, start, end, int.MaxValue, cancellationToken);
            foreach (var window in windows)
            {
                // One that reaches over the border between two stretches is in both.
                if (window.From >= start || start == from)
                {
                    yield return window;
                }
            }

            var growth = windows.Count == 0 ? MostGrowth : Math.Min((double)WantedRows / windows.Count, MostGrowth);
            length = TimeSpan.FromTicks((long)Math.Min(length.Ticks * growth, TimeSpan.MaxValue.Ticks / 2d));
            length = length < s_shortest ? s_shortest : length;
        }
    }
}
