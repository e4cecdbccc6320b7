using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.History;

/// <summary>The law that rollups and reduction keep: whatever is asked for, its windows are all in the answer, once, and their highest peak is shown.</summary>
public sealed class RollupLawTests
{
    private const string Host = "host";
    private static readonly long[] s_lengths = [1, 999, 1_000, 5_000, 15_000, 61_000, 3_600_000, 90_000_000];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Polls_AnyRangeAtAnyWidth_StandForExactlyTheWindowsOfTheRange(int seed)
    {
        var random = new Random(seed);
        var windows = Windows(random);
        using var folder = new TemporaryFolder();
        await using var history = await StoreAsync(folder, windows, random);
        for (var query = 0; query < 40; query++)
        {
            var (from, to) = Range(random, windows);
            var points = random.Next(1, 60);
            var meant = windows.Where(window => window.From < to && window.To > from).ToList();

            var rows = await history.PollsAsync(Host, from, to, points, Token);

            Assert.True(rows.Count <= points);
            Assert.Equal(meant.Count, rows.Sum(row => row.Windows));
            Assert.Equal(meant.Sum(window => window.Lost), rows.Sum(row => row.Lost ?? 0));
            Assert.Equal(meant.Count(window => window.OverLimit), rows.Sum(row => row.OverLimitWindows));
            Assert.Equal(meant.Where(window => window.Gap).Sum(window => window.Blind.Ticks), rows.Sum(row => row.Unwatched.Ticks));
            Assert.Equal(meant.Sum(window => window.Histogram!.Weight), rows.Sum(row => row.Histogram?.Weight ?? 0));
            Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
            Assert.All(rows, row => AssertStandsFor(row, meant.Where(window => window.From >= row.From && window.To <= row.To)));
            Assert.True(rows.Count >= Math.Min(points * 9 / 10, meant.Count), $"{rows.Count} rows of {meant.Count} windows at {points} points");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Hours_StandForTheWindowsThatBeginInThem(int seed)
    {
        var random = new Random(seed);
        var windows = Windows(random);
        using var folder = new TemporaryFolder();
        await using var history = await StoreAsync(folder, windows, random);
        var (from, to) = Range(random, windows);
        var meant = windows.Where(window => window.From >= from && window.From < to).ToLookup(window => window.From.UtcTicks / TimeSpan.TicksPerHour);

        var rows = await history.HoursAsync(Host, from, to, Token);

        Assert.Equal(meant.Select(hour => hour.Key), rows.Select(row => row.From.UtcTicks / TimeSpan.TicksPerHour));
        Assert.All(rows.Zip(meant), pair => AssertStandsFor(pair.First, pair.Second));
        Assert.Equal(meant.Sum(hour => hour.Sum(window => window.Lost)), rows.Sum(row => row.Lost ?? 0));
        Assert.Equal(meant.Sum(hour => hour.Count(window => window.OverLimit)), rows.Sum(row => row.OverLimitWindows));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Polls_AfterPruning_HideNoPeakThatWasEverStored(int seed)
    {
        var random = new Random(seed);
        var windows = Windows(random);
        using var folder = new TemporaryFolder();
        await using var history = await StoreAsync(folder, windows, random);
        var span = windows[^1].To - windows[0].From;
        var retention = new HistoryRetention
        {
            Raw = span * 0.1,
            Minutes = span * 0.2,
            QuarterHours = span * 0.3,
            Hours = span * 0.4,
            Days = span * 2,
        };

        await history.PruneAsync(retention, windows[^1].To, Token);
        var whole = await history.PollsAsync(Host, windows[0].From, windows[^1].To, random.Next(1, 2000), Token);

        Assert.Equal(windows.Count, whole.Sum(row => row.Windows));
        Assert.Equal(windows.Max(window => window.Peak), whole.Max(row => row.Peak));
        Assert.Equal(windows.Sum(window => window.Lost), whole.Sum(row => row.Lost));
        for (var query = 0; query < 20; query++)
        {
            var (from, to) = Range(random, windows);
            var meant = windows.Where(window => window.From < to && window.To > from).ToList();

            var rows = await history.PollsAsync(Host, from, to, random.Next(1, 60), Token);

            Assert.All(meant, window => Assert.Contains(rows, row => row.From <= window.From && window.To <= row.To && row.Peak >= window.Peak));
        }
    }

    private static void AssertStandsFor(PollWindow row, IEnumerable<PollWindow> within)
    {
        var windows = within.ToList();
        Assert.Equal(windows.Count, row.Windows);
        Assert.Equal(windows.Max(window => window.Peak), row.Peak);
        Assert.Equal(windows.Min(window => window.Peak), row.PeakMin);
        Assert.Contains(windows, window => window.Peak == row.Peak && window.PeakAt == row.PeakAt);
        Assert.Equal(windows.Aggregate(default(TierSet), (tiers, window) => tiers | TierSet.Of(window.Tier)), row.Tiers);
    }

    // Bursts of windows of one length, time that nobody watched between some, and a clock that stepped.
    private static List<PollWindow> Windows(Random random)
    {
        var windows = new List<PollWindow>();
        var at = new DateTimeOffset(2026, 3, 28, 22, 0, 0, TimeSpan.Zero).AddMilliseconds(random.Next(100_000));
        while (windows.Count < 1_500)
        {
            var length = s_lengths[random.Next(s_lengths.Length)];
            for (var count = random.Next(1, length > 100_000 ? 4 : 300); count > 0; count--)
            {
                var to = at.AddMilliseconds(length + random.Next(3));
                var peak = (uint)(random.Next(50) == 0 ? random.Next(10_000) : random.Next(20));
                var isGap = random.Next(20) == 0;
                windows.Add(new PollWindow
                {
                    Host = Host,
                    From = at,
                    To = to,
                    Peak = peak,
                    PeakAt = random.Next(3) == 0 ? null : at.AddMilliseconds(random.NextInt64(length)),
                    Tier = (Tier)random.Next(4),
                    BacklogLimit = 64,
                    Lost = random.Next(3),
                    Mean = random.NextDouble() * 3,
                    Blind = isGap ? TimeSpan.FromMilliseconds(length / 2) : TimeSpan.Zero,
                    Gap = isGap,
                    Histogram = BacklogHistogram.Of([(0, length), (peak, 1)]),
                });
                at = to;
            }

            at += random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.NextInt64(200_000_000)) : TimeSpan.Zero;
        }

        return windows;
    }

    // Most are appended; some come later, from an import.
    private static async Task<SqliteHistory> StoreAsync(TemporaryFolder folder, List<PollWindow> windows, Random random)
    {
        var history = new SqliteHistory($"Data Source={folder.File("history.db")}");
        await history.OpenHostAsync(Host, HostSource.Kernel, Token);
        var late = windows.Where(_ => random.Next(10) == 0).ToHashSet(ReferenceEqualityComparer.Instance);
        await Task.WhenAll(windows.Where(window => !late.Contains(window)).Select(window => history.AppendAsync(window, new HostState { CommittedTo = window.To }, Token)));
        await history.ImportAsync([.. late.Cast<PollWindow>()], windows[^1].To, Token);
        return history;
    }

    private static (DateTimeOffset From, DateTimeOffset To) Range(Random random, List<PollWindow> windows)
    {
        var first = windows[random.Next(windows.Count)].From.AddMilliseconds(random.Next(-5_000, 5_000));
        var last = windows[random.Next(windows.Count)].To.AddMilliseconds(random.Next(-5_000, 5_000));
        return first < last ? (first, last) : (last, first.AddMilliseconds(1));
    }
}
