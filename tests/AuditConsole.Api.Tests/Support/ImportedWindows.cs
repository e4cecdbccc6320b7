using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Api.Tests.Support;

/// <summary>Windows to import.</summary>
internal static class ImportedWindows
{
    public const string Host = "db-7";
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    /// <summary>Windows that end one after another, the last at <paramref name="end"/>; each peak is its number but one, which is <paramref name="highest"/>.</summary>
    public static IReadOnlyList<PollWindow> Before(DateTimeOffset end, int count, uint highest = 9999, int highestAt = 0) =>
    [
        .. Enumerable.Range(0, count).Select(i => new PollWindow
        {
            Host = Host,
            Seq = i + 1,
            From = end - (count - i) * Length,
            To = end - (count - i - 1) * Length,
            Peak = i == highestAt ? highest : (uint)(i % 50),
            PeakAt = end - (count - i) * Length,
            Tier = Tier.Kernel,
            BacklogLimit = 64,
            Lost = 1,
        }),
    ];
}
