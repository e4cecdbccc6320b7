using System.Globalization;
using AuditConsole.Components;
using AuditConsole.Monitoring.Changes;

namespace AuditConsole.Configure;

/// <summary>Changes in sentences.</summary>
public static class ChangeWords
{
    /// <summary><c>backlog_limit 64 → 8,192</c>, one after the other.</summary>
    public static string Fields(ChangeRecord change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return string.Join(", ", change.Fields.Select(field => $"{ChangeFields.NameOf(field.Field)} {Words.Count(field.Old)} → {Words.Count(field.New)}"));
    }

    /// <summary>What was done.</summary>
    public static string Done(ChangeRecord change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change switch
        {
            { Fields.Count: 0 } => change.Note ?? "",
            { State: ChangeState.Pending, RevertsAt: { } at } => Words.Say(ConfigureText.DoneGoesBack, Fields(change), at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture), change.Note).TrimEnd(),
            _ => $"{Fields(change)}. {change.Note}".TrimEnd(),
        };
    }

    /// <summary>How a change stands.</summary>
    public static (string Class, string Icon, string Word) Look(ChangeState state) => state switch
    {
        ChangeState.Applied => ("okc", "ok", ConfigureText.StateMade),
        ChangeState.Pending => ("warnc", "held", ConfigureText.StateWaits),
        ChangeState.Confirmed => ("okc", "ok", ConfigureText.StateKept),
        ChangeState.Reverted => ("unk", "reset", ConfigureText.StateTakenBack),
        _ => ("warnc", "warn", ConfigureText.StateNotTakenBack),
    };
}
