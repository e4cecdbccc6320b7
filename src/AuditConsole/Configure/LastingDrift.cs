using AuditConsole.Components;
using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Protocol;

namespace AuditConsole.Configure;

/// <summary>Where what runs differs from what the machine's disk and boot say.</summary>
public static class LastingDrift
{
    /// <summary>One sentence for each difference that the next boot, or the next load of the rules, would make.</summary>
    public static IReadOnlyList<string> Of(AuditStatus status, PersistedSettings persisted)
    {
        ArgumentNullException.ThrowIfNull(persisted);
        return [.. (persisted.Rules ?? []).Select(rule => Rule(rule, status)).OfType<string>(), .. Boot(status, persisted)];
    }

    private static string? Rule(PersistedSetting rule, AuditStatus status)
    {
        var running = ChangeFields.Read(status, ChangeFields.InOrder.Single(field => ChangeFields.NameOf(field) == rule.Field));
        return rule.Value is { } value && running is not null && value != running
            ? Words.Say(ConfigureText.DriftRule, rule.Field, running, rule.Place, rule.Option, value)
            : null;
    }

    private static IEnumerable<string> Boot(AuditStatus status, PersistedSettings persisted)
    {
        if (persisted.BootLimit is { } limit && limit != status.BacklogLimit)
        {
            yield return Words.Say(ConfigureText.DriftBoot, limit, status.BacklogLimit);
        }
        else if (persisted.BootLimit is null && status.BacklogLimit > 64)
        {
            yield return ConfigureText.DriftNoBootLimit;
        }

        if (persisted.BootAudit != true)
        {
            yield return ConfigureText.DriftNoAudit;
        }
    }
}
