using AuditConsole.Components;
using AuditConsole.Hosts;
using AuditConsole.Monitoring.History;

namespace AuditConsole.ActivityLog;

/// <summary>All that the activity page's address says.</summary>
/// <param name="Group">The kinds looked for.</param>
/// <param name="Actor">Who did it; <see langword="null"/> for anybody.</param>
/// <param name="Text">What an entry contains; <see langword="null"/> for anything.</param>
public sealed record ActivityView(ActivityGroup Group, string? Actor, string? Text)
{
    /// <summary>Reads the address; what cannot be read is told in <paramref name="complaint"/> and left out.</summary>
    public static ActivityView Read(string? group, string? actor, string? text, out string? complaint)
    {
        var found = ActivityGroup.Find(group);
        complaint = found is null ? Words.Say(ActivityText.NoSuchGroup, group, ActivityGroup.Names) : null;
        return new(found ?? ActivityGroup.All[0], Value(actor), Value(text));
    }

    /// <summary>Whose activity it is; the watched host's where it is <see langword="null"/>.</summary>
    public ShownHost? Host { get; init; }

    /// <summary>Whether anything is left out.</summary>
    public bool IsFiltered => Query.Length > 0;

    /// <summary>The address of this view.</summary>
    public string Address => Host?.In($"activity{Query}") ?? $"activity{Query}";

    /// <summary>What the page shows, as the history is asked for it.</summary>
    public ActivityFilter Filter(string host) => new(host) { Kinds = Group.Kinds, Actor = Actor, Text = Text };

    /// <summary>Where all entries of this view are read from as a file.</summary>
    /// <param name="host">Whose.</param>
    /// <param name="form"><c>csv</c> or <c>json</c>.</param>
    public string Export(string host, string form) => $"api/v1/hosts/{Uri.EscapeDataString(host)}/activity.{form}{Query}";

    private string Query
    {
        get
        {
            string[] parts =
            [
                .. Group == ActivityGroup.All[0] ? Array.Empty<string>() : [$"group={Group.Name}"],
                .. Actor is null ? Array.Empty<string>() : [$"actor={Uri.EscapeDataString(Actor)}"],
                .. Text is null ? Array.Empty<string>() : [$"text={Uri.EscapeDataString(Text)}"],
            ];
            return parts.Length == 0 ? "" : $"?{string.Join('&', parts)}";
        }
    }

    private static string? Value(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
