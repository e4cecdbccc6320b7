using AuditConsole.Monitoring.History;

namespace AuditConsole.ActivityLog;

/// <summary>Kinds of activity that are looked for together.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Kinds">The kinds; <see langword="null"/> for all.</param>
public sealed record ActivityGroup(string Name, IReadOnlyCollection<ActivityKind>? Kinds)
{
    /// <summary>All there are; the first holds everything.</summary>
    public static readonly IReadOnlyList<ActivityGroup> All =
    [
        new("all", null),
        new("changes", [ActivityKind.Configured, ActivityKind.ChangeConfirmed, ActivityKind.ChangeReverted, ActivityKind.Changed]),
        new("resets", [ActivityKind.BaselineReset, ActivityKind.SourceReset, ActivityKind.LostReset, ActivityKind.WaitReset, ActivityKind.ClearedElsewhere]),
        new("alerts", [ActivityKind.Alert]),
        new("notes", [ActivityKind.Note]),
        new("access", [ActivityKind.Access]),
        new("console", [ActivityKind.Started, ActivityKind.ClearInterrupted, ActivityKind.HistoryTrouble, ActivityKind.TierChanged, ActivityKind.StreamLeft]),
    ];

    /// <summary>Its name for people.</summary>
    public string Label => Name switch
    {
        "changes" => ActivityText.GroupChanges,
        "resets" => ActivityText.GroupResets,
        "alerts" => ActivityText.GroupAlerts,
        "notes" => ActivityText.GroupNotes,
        "access" => ActivityText.GroupAccess,
        "console" => ActivityText.GroupConsole,
        _ => ActivityText.GroupAll,
    };

    /// <summary>The names, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(group => group.Name));

    /// <summary>The group of a name; all where there is no name; <see langword="null"/> where no group has it.</summary>
    public static ActivityGroup? Find(string? name) => name is null ? All[0] : All.FirstOrDefault(group => group.Name == name);
}
