using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Configure;

/// <summary>The lines that give a machine these values again at each boot. They are for an administrator to put there; the console edits no file.</summary>
/// <param name="Status">The values.</param>
public sealed record MakeItLast(AuditStatus Status)
{
    /// <summary>Where the lines for <c>auditctl</c> belong: of several, <c>augenrules</c> lets the last one count.</summary>
    public const string RulesFile = "/etc/audit/rules.d/90-auditconsole.rules";

    /// <summary>Where the profile of TuneD belongs.</summary>
    public const string TunedFolder = "/etc/tuned/auditconsole";

    /// <summary>The lines for <c>auditctl</c>.</summary>
    public IReadOnlyList<string> RuleLines =>
    [
        Said($"-b {Status.BacklogLimit}"),
        .. Status.BacklogWaitTime is { } wait ? [Said($"--backlog_wait_time {wait}")] : Array.Empty<string>(),
        Said($"-r {Status.RateLimit}"),
        Said($"-f {Status.Failure}"),
        Said($"-e {Status.Enabled}"),
    ];

    /// <summary>The same as a file.</summary>
    public string Rules => string.Concat(RuleLines.Select(line => line + "\n"));

    /// <summary>What the kernel has to be booted with for the time before auditd loads its rules, and to count what no auditd takes.</summary>
    public string BootParameters => Said($"audit=1 audit_backlog_limit={Status.BacklogLimit}");

    /// <summary>The profile of TuneD.</summary>
    /// <remarks>
    /// TuneD has no plugin for audit: its bootloader plugin adds the parameters for the next boot, and its script plugin runs a
    /// script with <c>start</c>, <c>stop</c> or <c>verify</c>.
    /// </remarks>
    public string TunedProfile => $$"""
        [main]
        summary=Audit backlog, as chosen with AuditConsole
        # To keep what the profile in use does, name it here:
        # include=throughput-performance

        [bootloader]
        cmdline_auditconsole=+{{BootParameters}}

        [script]
        script=${i:PROFILE_DIR}/audit.sh

        """;

    /// <summary>The script beside it.</summary>
    public string TunedScript => $"""
        #!/bin/sh
        # Run by TuneD with start, stop or verify.
        case "$1" in
        start)
            {string.Join("\n    ", RuleLines.Where(line => line != "-e 2").Select(line => $"auditctl {line} || exit 1"))}
            ;;
        verify)
            auditctl -s | grep -qx 'backlog_limit {Status.BacklogLimit.ToString(CultureInfo.InvariantCulture)}' || exit 1
            ;;
        esac
        exit 0

        """;

    /// <summary>One of the files by its name; <see langword="null"/> where there is no such one.</summary>
    public string? File(string name) => name switch
    {
        "90-auditconsole.rules" => Rules,
        "tuned.conf" => TunedProfile,
        "audit.sh" => TunedScript,
        _ => null,
    };

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
