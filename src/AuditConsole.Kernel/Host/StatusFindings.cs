using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Host;

/// <summary>What the kernel's own status says about its settings and its losses.</summary>
internal static class StatusFindings
{
    private const uint Off = 0;
    private const uint LockedUntilBoot = 2;
    private const uint Silent = 0;
    private const uint Panic = 2;

    /// <param name="status">The status.</param>
    /// <param name="lostBefore">What <c>lost</c> was when this console started; <see langword="null"/> where nobody knows.</param>
    /// <param name="boot">Whether the kernel was booted with <c>audit=1</c> and a limit below the recommended one.</param>
    public static IEnumerable<HostFinding> Of(AuditStatus status, uint? lostBefore, bool boot) =>
        [Enabled(status.Enabled), BacklogLimit(status.BacklogLimit), RateLimit(status.RateLimit), Failure(status), Lost(status.Lost, lostBefore, boot)];

    public static HostFinding Locked => HostFinding.Bad("enabled", FindingSeverity.Note,
        "The audit configuration is locked (enabled 2), so no value can change until the next boot; counters can still be reset.",
        "Change the value in /etc/audit/rules.d/ and reboot.");

    private static HostFinding Enabled(uint enabled) => enabled switch
    {
        Off => HostFinding.Bad("enabled", FindingSeverity.Warn, "Auditing is off (enabled 0): the kernel makes hardly any records, so the backlog says nothing about the limit.",
            "Switch it on: `auditctl -e 1`"),
        LockedUntilBoot => Locked,
        _ => HostFinding.Good("enabled", $"Auditing is on (enabled {enabled})."),
    };

    private static HostFinding BacklogLimit(uint limit) => limit == 0
        ? HostFinding.Bad("backlog_limit", FindingSeverity.Note, "There is no limit (backlog_limit 0): nothing waits or is lost for its sake, but only memory bounds the backlog, and headroom cannot be given.",
            "To set one: `auditctl -b 8192`")
        : HostFinding.Good("backlog_limit", $"Up to {limit} records may wait (backlog_limit).");

    private static HostFinding RateLimit(uint limit) => limit == 0
        ? HostFinding.Good("rate_limit", "There is no limit to records per second (rate_limit 0).")
        : HostFinding.Bad("rate_limit", FindingSeverity.Note, $"What exceeds {limit} records a second is lost (rate_limit), however short the backlog is; a higher backlog_limit does not help against that.",
            "To lift it: `auditctl -r 0`");

    private static HostFinding Failure(AuditStatus status)
    {
        const string Id = "failure";
        if (status.Failure != Panic)
        {
            return HostFinding.Good(Id, status.Failure == Silent ? "A loss is counted, and nothing else happens (failure 0)." : $"A loss is counted and printed to the kernel log (failure {status.Failure}).");
        }

        const string Danger = "Any loss of a record, for whatever reason, panics this machine (failure 2), so half the limit is the line to act at";
        const string Remedy = "To print losses in place of a panic: `auditctl -f 1`";
        var highest = Math.Max(status.Backlog, status.BacklogMaxDepth ?? 0);
        return status.BacklogLimit != 0 && highest >= status.BacklogLimit / 2.0
            ? HostFinding.Bad(Id, FindingSeverity.Warn, $"{Danger}: the backlog has reached {highest} of {status.BacklogLimit}.", Remedy)
            : HostFinding.Bad(Id, FindingSeverity.Note, $"{Danger}.", Remedy);
    }

    private static HostFinding Lost(uint lost, uint? lostBefore, bool boot)
    {
        const string Id = "lost";
        if (lost == 0)
        {
            return HostFinding.Good(Id, "No record has been lost since the boot or the last reset of lost.");
        }

        var before = lostBefore is > 0 and var count && count <= lost
            ? string.Create(CultureInfo.InvariantCulture, $", {count} of them before this console started") : "";
        var window = boot
            ? " Losses before this console started are those of the boot, whose limit is too small. On the kernel command line: `audit=1 audit_backlog_limit=8192`" : "";
        return HostFinding.Bad(Id, FindingSeverity.Warn, $"{lost} records have been lost since the boot or the last reset of lost{before}.",
            $"The kernel log has the reasons: `journalctl -k -b -g 'audit_lost|limit exceeded|queue overflow|out of memory in audit'`{window}");
    }
}
