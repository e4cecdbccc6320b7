using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>A window as its columns.</summary>
internal sealed class WindowRow
{
    public const string Columns =
        "host, from_ms, to_ms, seq, peak, peak_at_ms, bound, tier, recovered, backlog, backlog_limit, lost, wait_ticks, wait_us, " +
        "mean, p50, p99, blind_ms, gap, windows";

    public const string Insert =
        $"INSERT INTO windows ({Columns}, imported_ms) VALUES (@host, @from_ms, @to_ms, @seq, @peak, @peak_at_ms, @bound, @tier, @recovered, " +
        "@backlog, @backlog_limit, @lost, @wait_ticks, @wait_us, @mean, @p50, @p99, @blind_ms, @gap, @windows, @imported_ms)";

#pragma warning disable IDE1006, CA1707 // The properties are the columns' own names, so that Dapper maps them without a table of names.
    public string host { get; init; } = "";
    public long from_ms { get; init; }
    public long to_ms { get; init; }
    public long seq { get; init; }
    public long peak { get; init; }
    public long? peak_at_ms { get; init; }
    public long bound { get; init; }
    public long tier { get; init; }
    public long recovered { get; init; }
    public long backlog { get; init; }
    public long backlog_limit { get; init; }
    public long? lost { get; init; }
    public long? wait_ticks { get; init; }
    public long? wait_us { get; init; }
    public double? mean { get; init; }
    public long? p50 { get; init; }
    public long? p99 { get; init; }
    public long blind_ms { get; init; }
    public long gap { get; init; }
    public long windows { get; init; }
    public long? imported_ms { get; init; }
#pragma warning restore IDE1006, CA1707

    public static WindowRow From(PollWindow window, DateTimeOffset? importedAt = null) => new()
    {
        host = window.Host,
        from_ms = window.From.ToUnixTimeMilliseconds(),
        to_ms = window.To.ToUnixTimeMilliseconds(),
        seq = window.Seq,
        peak = window.Peak,
        peak_at_ms = window.PeakAt?.ToUnixTimeMilliseconds(),
        bound = (long)window.Bound,
        tier = (long)window.Tier,
        recovered = window.Recovered ? 1 : 0,
        backlog = window.Backlog,
        backlog_limit = window.BacklogLimit,
        lost = window.Lost,
        wait_ticks = window.WaitTicks,
        wait_us = (long?)window.Wait?.TotalMicroseconds,
        mean = window.Mean,
        p50 = window.P50,
        p99 = window.P99,
        blind_ms = (long)window.Blind.TotalMilliseconds,
        gap = window.Gap ? 1 : 0,
        windows = window.Windows,
        imported_ms = importedAt?.ToUnixTimeMilliseconds(),
    };

    public PollWindow ToWindow() => new()
    {
        Host = host,
        From = DateTimeOffset.FromUnixTimeMilliseconds(from_ms),
        To = DateTimeOffset.FromUnixTimeMilliseconds(to_ms),
        Seq = seq,
        Peak = (uint)peak,
        PeakAt = SqliteTime.Read(peak_at_ms),
        Bound = (Bound)bound,
        Tier = (Tier)tier,
        Recovered = recovered != 0,
        Backlog = (uint)backlog,
        BacklogLimit = (uint)backlog_limit,
        Lost = lost,
        WaitTicks = wait_ticks,
        Wait = wait_us is { } us ? TimeSpan.FromMicroseconds(us) : null,
        Mean = mean,
        P50 = (uint?)p50,
        P99 = (uint?)p99,
        Blind = TimeSpan.FromMilliseconds(blind_ms),
        Gap = gap != 0,
        Windows = (int)windows,
    };
}
