using AuditConsole.Components;
using AuditConsole.Monitoring.History;

namespace AuditConsole.ActivityLog;

/// <summary>How an entry of the activity is told and drawn.</summary>
internal static class ActivityWords
{
    private static readonly char[] s_ends = ['.', '!', '?', '…'];

    /// <summary>What happened and why, as sentences.</summary>
    public static string Sentence(Activity entry) => s_ends.Contains(entry.Sentence[^1]) ? entry.Sentence : entry.Sentence + ".";

    /// <summary>The same, and who did it.</summary>
    public static string Told(Activity entry) => entry.Actor == Activity.Console ? Sentence(entry) : Words.Say(ActivityText.ToldBy, Sentence(entry), entry.Actor);

    /// <summary>Who, and from where.</summary>
    public static string By(Activity entry) => entry.Origin is null ? entry.Actor : entry.Actor + Words.Dot + entry.Origin;

    /// <summary>What was there before and is there after, or what was returned; empty where neither is known.</summary>
    public static string Figure(Activity entry) => entry switch
    {
        { NewValue: { } after } => $"{Words.Count(entry.OldValue)} → {Words.Count(after)}",
        { Value: { } value, Kind: ActivityKind.BaselineReset or ActivityKind.SourceReset or ActivityKind.LostReset or ActivityKind.WaitReset } => Words.Say(ActivityText.Returned, Words.Count(value)),
        _ => "",
    };

    /// <summary>The name of its icon.</summary>
    public static string Icon(ActivityKind kind) => kind switch
    {
        ActivityKind.Started => "started",
        ActivityKind.BaselineReset => "baseline",
        ActivityKind.SourceReset or ActivityKind.LostReset or ActivityKind.WaitReset or ActivityKind.ClearedElsewhere => "cleared",
        ActivityKind.Changed or ActivityKind.Configured or ActivityKind.ChangeReverted or ActivityKind.ChangeConfirmed or ActivityKind.TierChanged => "changed",
        ActivityKind.ClearInterrupted or ActivityKind.HistoryTrouble or ActivityKind.StreamLeft => "warn",
        ActivityKind.Note => "noted",
        ActivityKind.Alert => "bell",
        ActivityKind.Access => "lock",
        _ => "note",
    };
}
