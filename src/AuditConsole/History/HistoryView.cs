using AuditConsole.Components;
using AuditConsole.Hosts;

namespace AuditConsole.History;

/// <summary>All that the history page's address says. Every link of the page changes one part of it and keeps the others.</summary>
/// <param name="Range">The time looked at.</param>
/// <param name="Compare">Whether the time before it is shown as well.</param>
/// <param name="Table">Whether the windows are a table instead of a picture.</param>
public sealed record HistoryView(HistoryRange Range, bool Compare, bool Table)
{
    private const string Before = "before";
    private const string AsTable = "table";

    /// <summary>Whose history it is; the watched host's where it is <see langword="null"/>.</summary>
    public ShownHost? Host { get; init; }

    /// <summary>The address of this view.</summary>
    public string Address => At(Range.Query);

    /// <summary>Reads the address; what cannot be read is told in <paramref name="complaint"/> and left out.</summary>
    public static HistoryView Read(HistoryRange range, string? compare, string? view, out string? complaint)
    {
        complaint = compare is not (null or Before) ? Words.Say(HistoryText.NoSuchComparison, compare, Before)
            : view is not (null or AsTable) ? Words.Say(HistoryText.NoSuchView, view, AsTable)
            : null;
        return new(range, compare == Before, view == AsTable);
    }

    /// <summary>The same view of another time, given as <see cref="HistoryRange.Query"/> writes it.</summary>
    public string At(string range)
    {
        var address = $"history?{range}{(Compare ? $"&compare={Before}" : "")}{(Table ? $"&view={AsTable}" : "")}";
        return Host?.In(address) ?? address;
    }

    /// <summary>The same view of a span that ends now.</summary>
    public string OfPreset(string name) => At($"range={name}");

    /// <summary>With the comparison where there is none, else without.</summary>
    public string ToggleCompare => (this with { Compare = !Compare }).Address;

    /// <summary>As a table where it is a picture, else as a picture.</summary>
    public string ToggleTable => (this with { Table = !Table }).Address;
}
