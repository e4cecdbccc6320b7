using AuditConsole.Advice.Peaks;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Advice.Tests.Support;

/// <summary>Rows of hours as a history gives them.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>An hour of 240 windows.</summary>
    public static PollWindow Hour(DateTimeOffset from, uint peak, uint limit = 8_192, Tier tier = Tier.Kernel) => new()
    {
        Host = "db-07",
        From = from,
        To = from.AddHours(1),
        Peak = peak,
        PeakAt = from.AddMinutes(7),
        PeakMin = 0,
        Tier = tier,
        Bound = tier == Tier.Sampled ? Bound.AtLeast : Bound.Exact,
        BacklogLimit = limit,
        Lost = 0,
        WaitTicks = 0,
        Wait = TimeSpan.Zero,
        Windows = 240,
        OverLimitWindows = limit > 0 && peak > limit ? 1 : 0,
        Unwatched = TimeSpan.Zero,
        Mean = 0.1,
    };

    /// <summary>The last so many days of a host, ending now.</summary>
    public static List<PollWindow> Of(SimulatedHost host, int days, int seed, uint limit = 8_192, Tier tier = Tier.Kernel) =>
        [.. host.Hours(new Random(seed), days, Now.AddDays(-days)).Select(hour => Hour(hour.Hour, hour.Peak, limit, tier))];

    public static PeakRecord Read(IReadOnlyList<PollWindow> rows) => PeakRecord.Of(UsableHours.Of(rows, Now));
}
