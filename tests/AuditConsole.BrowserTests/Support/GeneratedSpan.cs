using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.BrowserTests.Support;

/// <summary>15-second windows without a break but one, quiet but for single windows whose peaks and times are known.</summary>
/// <param name="Windows">How many.</param>
/// <param name="End">Where the last one ends.</param>
internal sealed record GeneratedSpan(int Windows, DateTimeOffset End)
{
    public const string Host = "engine";
    public const uint Limit = 8192;
    private const int Spikes = 9;
    private const int Batch = 20_000;
    private const int GapWindows = 20;
    private const uint Quiet = 40;

    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    /// <summary>Windows of a year.</summary>
    public const int Year = 365 * 24 * 60 * 4;

    public DateTimeOffset Start => End - (Windows * Length);

    /// <summary>The windows that stand out: when each begins, and how high it peaks.</summary>
    public IReadOnlyList<(DateTimeOffset At, uint Peak)> Peaks =>
        [.. Enumerable.Range(1, Spikes).Select(spike => (At(spike * Windows / (Spikes + 1)), (uint)(2000 + (spike * 1777 % 5000))))];

    /// <summary>The one time that nobody watched: no window covers it.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Gap => (At((Windows / 2) + 700), At((Windows / 2) + 700 + GapWindows));

    /// <summary>Writes it to the history in that folder.</summary>
    public async Task FillAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await using var history = new SqliteHistory($"Data Source={Path.Combine(folder, "history.db")}");
        var spikes = Peaks.ToDictionary(spike => spike.At, spike => spike.Peak);
        foreach (var places in Enumerable.Range(0, Windows).Where(place => At(place) < Gap.From || At(place) >= Gap.To).Chunk(Batch))
        {
            await history.ImportAsync([.. places.Select(place => Window(place, spikes.GetValueOrDefault(At(place), (uint)(place * 7919L % Quiet))))], End, cancellationToken);
        }
    }

    private DateTimeOffset At(int place) => Start + (place * Length);

    private PollWindow Window(int place, uint peak) => new()
    {
        Host = Host,
        Seq = place + 1,
        From = At(place),
        To = At(place + 1),
        Peak = peak,
        PeakAt = At(place) + (Length / 2),
        Tier = Tier.Kernel,
        Backlog = 1,
        BacklogLimit = Limit,
        Lost = 0,
        WaitTicks = 0,
        Wait = TimeSpan.Zero,
        Mean = 3 + (place * 31 % 17),
        P50 = 3,
        P99 = 30,
    };
}
