using AuditConsole.Monitoring.History;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AuditConsole.Settings;

/// <summary>Reads where the history is kept and for how long.</summary>
internal static class HistorySettings
{
    private const string ConnectionStringKey = "History:ConnectionString";
    private static readonly TimeSpan s_shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(36500);

    public static HistoryProvider Provider(SettingsReader reader) =>
        reader.Choice("History:Provider", HistoryProvider.Sqlite, ("sqlite", HistoryProvider.Sqlite), ("postgres", HistoryProvider.Postgres));

    public static string ConnectionString(SettingsReader reader, HistoryProvider provider, string stateDirectory)
    {
        var text = reader.Text(ConnectionStringKey);
        return provider == HistoryProvider.Sqlite ? Sqlite(reader, text, stateDirectory) : Postgres(reader, text);
    }

    public static HistoryRetention Retention(SettingsReader reader)
    {
        var defaults = new HistoryRetention();
        var raw = Kept(reader, "Raw", defaults.Raw, s_shortest);
        var minutes = Kept(reader, "Minutes", defaults.Minutes, raw);
        var quarterHours = Kept(reader, "QuarterHours", defaults.QuarterHours, minutes);
        var hours = Kept(reader, "Hours", defaults.Hours, quarterHours);
        return new HistoryRetention
        {
            Raw = raw,
            Minutes = minutes,
            QuarterHours = quarterHours,
            Hours = hours,
            Days = Kept(reader, "Days", defaults.Days, hours),
        };
    }

    // A coarser resolution stands for the time that a finer one is not kept for any more, so it cannot end before it.
    private static TimeSpan Kept(SettingsReader reader, string level, TimeSpan fallback, TimeSpan least) =>
        reader.Duration($"History:Retention:{level}", least, s_longest) ?? (fallback > least ? fallback : least);

    private static string Sqlite(SettingsReader reader, string? text, string stateDirectory)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(text ?? "");
            builder.DataSource = Path.Combine(stateDirectory, builder.DataSource is { Length: > 0 } file ? file : "history.db");
            return builder.ConnectionString;
        }
        catch (ArgumentException)
        {
            return reader.Complain(ConnectionStringKey, text!, "a SQLite connection string, such as \"Data Source=history.db\"", "");
        }
    }

    // What is wrong is said without the value, which may hold a password.
    private static string Postgres(SettingsReader reader, string? text)
    {
        const string Accepted = "a PostgreSQL connection string, such as \"Host=db;Username=audit;Database=audit\"";
        try
        {
            return new NpgsqlConnectionStringBuilder(text ?? "") is { Host.Length: > 0 } builder
                ? builder.ConnectionString
                : reader.Complain(ConnectionStringKey, text is null ? "" : "…", $"{Accepted}, while History:Provider is postgres", "");
        }
        catch (ArgumentException)
        {
            return reader.Complain(ConnectionStringKey, "…", Accepted, "");
        }
    }
}
