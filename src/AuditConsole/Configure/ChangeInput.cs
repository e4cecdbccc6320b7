using System.Globalization;
using AuditConsole.Components;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Protocol;

namespace AuditConsole.Configure;

/// <summary>What somebody has entered to change, as text, with what is wrong with it.</summary>
public sealed class ChangeInput
{
    private const uint Locked = 2;
    private readonly Dictionary<AuditSetting, string> _texts = [];

    /// <summary>Whether the old values return unless the change is confirmed.</summary>
    public bool ConfirmLater { get; set; } = true;

    /// <summary>After how many seconds.</summary>
    public string Seconds { get; set; } = "60";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The host's key, typed to lock it.</summary>
    public string ConfirmHost { get; set; } = "";

    /// <summary>What is in a field; empty for a value that stays.</summary>
    public string Text(AuditSetting setting) => _texts.GetValueOrDefault(setting, "");

    /// <summary>Takes in what was typed.</summary>
    public void Set(AuditSetting setting, string? text) => _texts[setting] = text ?? "";

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _texts.Clear();
        (Reason, ConfirmHost) = ("", "");
    }

    /// <summary>What is wrong with a field; <see langword="null"/> when nothing is.</summary>
    public string? Complaint(AuditSetting setting, int? hz)
    {
        if (string.IsNullOrWhiteSpace(Text(setting)))
        {
            return null;
        }

        return Number(Text(setting)) is { } value
            ? ChangeRules.Complaint(With(new ConfigChangeRequest(), setting, value), hz)
            : Words.Say(ConfigureText.AcceptedWhole, Words.Count(uint.MaxValue));
    }

    /// <summary>What is wrong with the time to confirm in; <see langword="null"/> when nothing is.</summary>
    public string? SecondsComplaint => ConfirmLater && Within is null
        ? Words.Say(ConfigureText.AcceptedSeconds, ChangeRules.ShortestConfirm.TotalSeconds, ChangeRules.LongestConfirm.TotalSeconds)
        : null;

    /// <summary>The fields that are entered, whole and different from what they are now.</summary>
    public ConfigChangeRequest Request(AuditStatus now, int? hz) => ChangeFields.InOrder
        .Where(setting => Complaint(setting, hz) is null && Number(Text(setting)) is { } value && value != ChangeFields.Read(now, setting))
        .Aggregate(new ConfigChangeRequest(), (request, setting) => With(request, setting, Number(Text(setting))!.Value)) is var change && ConfirmLater && change.Enabled != Locked
            ? change with { ConfirmWithin = Within }
            : change;

    /// <summary>Whether nothing that is entered is wrong.</summary>
    public bool IsGood(int? hz) => SecondsComplaint is null && ChangeFields.InOrder.All(setting => Complaint(setting, hz) is null);

    private TimeSpan? Within => Number(Seconds) is { } seconds && TimeSpan.FromSeconds(seconds) is var within && within >= ChangeRules.ShortestConfirm && within <= ChangeRules.LongestConfirm
        ? within
        : null;

    // Figures are shown with commas, so they are taken with them.
    private static uint? Number(string text) =>
        uint.TryParse(text.Trim().Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static ConfigChangeRequest With(ConfigChangeRequest request, AuditSetting setting, uint value) => setting switch
    {
        AuditSetting.BacklogLimit => request with { BacklogLimit = value },
        AuditSetting.BacklogWaitTime => request with { BacklogWaitTime = value },
        AuditSetting.RateLimit => request with { RateLimit = value },
        AuditSetting.Failure => request with { Failure = value },
        _ => request with { Enabled = value },
    };
}
