using System.Globalization;

namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>What several rules advise.</summary>
internal static class Remedies
{
    /// <summary>Twice the limit now and for good, and a faster auditd.</summary>
    public static string MoreRoom(HostFacts facts)
    {
        var status = facts.Latest!.Status;
        if (status.BacklogLimit == 0)
        {
            return "There is no backlog_limit to raise: see why auditd does not take records. `systemctl status auditd`";
        }

        var twice = (2 * (long)status.BacklogLimit).ToString(CultureInfo.InvariantCulture);
        return AlertWords.Join(
            AlertWords.Loss(status.Failure),
            status.Enabled == 2
                ? $"The configuration is locked (enabled 2): write -b {twice} into /etc/audit/rules.d and reboot."
                : $"Give it more room at once: `auditctl -b {twice}` To keep that, write -b {twice} into /etc/audit/rules.d.",
            "Or let auditd take records faster, in /etc/audit/auditd.conf: `flush = INCREMENTAL_ASYNC`");
    }
}
