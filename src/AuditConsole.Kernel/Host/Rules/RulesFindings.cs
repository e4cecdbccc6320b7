using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Host.Rules;

/// <summary>What the files of audit rules say, beside what the kernel runs with. The files are only read.</summary>
internal static class RulesFindings
{
    private const uint LockedUntilBoot = 2;
    private const int MostTold = 5;
    private const string NextBoot = "The configuration is locked, so they count from the next boot on.";

    public static IEnumerable<HostFinding> Of(RuleFiles files, AuditStatus? status, uint? user)
    {
        if (files is { Parts: null, Loaded: null, Unreadable: [] })
        {
            return [HostFinding.Good("rules", $"There are no audit rules on this machine's disk ({files.Folder}).")];
        }

        var written = files.Written ?? files.Loaded?.Lines;
        return
        [
            Read(files, written, user),
            .. Lines(files, written),
            .. Overridden(files),
            .. Merge(files, status),
            .. Drift(files, status),
        ];
    }

    private static HostFinding Read(RuleFiles files, IReadOnlyList<RuleLine>? written, uint? user)
    {
        if (files.Unreadable.Count > 0)
        {
            var folder = Path.GetDirectoryName(files.Folder);
            var who = user is { } id ? string.Create(CultureInfo.InvariantCulture, $"u:{id}") : "u:USER";
            return HostFinding.Bad("rules", FindingSeverity.Note,
                $"This process may not read {string.Join(" and ", files.Unreadable)}, so what they say is not compared with what the kernel runs with.",
                $"To read them this once: `sudo AuditConsole doctor` To let this process read them: `setfacl -m {who}:x {folder} && setfacl -R -m {who}:rX {files.Folder} {folder}/audit.rules`");
        }

        var from = files.Parts is { Count: > 0 } ? $"{files.Parts.Count} {(files.Parts.Count == 1 ? "file" : "files")} in {files.Folder}" : files.Loaded?.Path ?? files.Folder;
        return HostFinding.Good("rules", written is null or [] ? $"There are no rules in {from}." : $"The audit rules are read from {from}.");
    }

    private static IEnumerable<HostFinding> Lines(RuleFiles files, IReadOnlyList<RuleLine>? written)
    {
        List<string> complaints = [.. new RuleSet(written ?? []).Complaints, .. RuleOrder.Complaints(files.Loaded?.Lines ?? [])];
        if (complaints.Count > 0)
        {
            yield return HostFinding.Bad("rules_lines", FindingSeverity.Warn, $"auditctl does not take these lines as they are meant, and at a line in error it stops: {Listed(complaints)}.",
                $"Correct them there, then: `{LoadCommand(files)}`");
        }
    }

    private static IEnumerable<HostFinding> Overridden(RuleFiles files)
    {
        List<string> overridden = [.. new RuleSet(files.Written ?? []).Values
            .GroupBy(value => value.Option)
            .Where(values => values.DistinctBy(value => value.Value).Skip(1).Any())
            .Select(values => $"{values.Key.Field} is {values.Last().Value} by {values.Last().Line.Place}, and not {values.First(value => value.Value != values.Last().Value).Value} as in {values.First(value => value.Value != values.Last().Value).Line.Place}")];
        if (overridden.Count > 0)
        {
            yield return HostFinding.Bad("rules_overridden", FindingSeverity.Note, $"Rules files contradict each other, and the last one counts: {Listed(overridden)}.",
                "Keep one line of each option, in the file whose name sorts last: `ls -1v /etc/audit/rules.d`");
        }
    }

    private static IEnumerable<HostFinding> Merge(RuleFiles files, AuditStatus? status)
    {
        if (files.Merged is not { } merged || files.Loaded is { Lines: null })
        {
            yield break;
        }

        if (files.Loaded?.Lines is not { } lines)
        {
            yield return HostFinding.Bad("rules_merged", FindingSeverity.Warn, $"augenrules has not made an audit.rules of {files.Folder} yet.", "Make and load it: `augenrules --load`");
            yield break;
        }

        List<RuleLine> loaded = [.. lines.Where(line => line.Words.Length > 0)];
        var at = Enumerable.Range(0, Math.Max(loaded.Count, merged.Count))
            .FirstOrDefault(i => i >= loaded.Count || i >= merged.Count || loaded[i].Text != merged[i].Text, -1);
        if (at < 0)
        {
            yield return HostFinding.Good("rules_merged", $"{files.Loaded.Path} is what augenrules makes of {files.Folder}.");
            yield break;
        }

        var difference = (at < merged.Count, at < loaded.Count) switch
        {
            (true, true) => $"line {loaded[at].Number} says {loaded[at].Text.Trim()} where {merged[at].Text.Trim()} belongs ({merged[at].Place})",
            (true, false) => $"{merged[at].Text.Trim()} is missing at its end ({merged[at].Place})",
            _ => $"line {loaded[at].Number}, {loaded[at].Text.Trim()}, is in none of them",
        };
        yield return HostFinding.Bad("rules_merged", FindingSeverity.Warn, $"{files.Loaded.Path} is not what augenrules makes of {files.Folder}: {difference}.",
            $"What is changed in rules.d takes effect with: `augenrules --load`{(status?.Enabled == LockedUntilBoot ? $" {NextBoot}" : "")}");
    }

    private static IEnumerable<HostFinding> Drift(RuleFiles files, AuditStatus? status)
    {
        if (status is null || (files.Merged ?? files.Loaded?.Lines) is not { } lines)
        {
            yield break;
        }

        var set = new RuleSet(lines);
        List<RuleValue> meant = [.. RuleOption.All.Select(set.Last).OfType<RuleValue>().Where(value => Running(status, value.Option) is not null)];
        List<string> drift = [.. meant
            .Where(value => value.Value != Running(status, value.Option))
            .Select(value => $"{value.Option.Field} is {Running(status, value.Option)}, and {value.Line.Place} says {value.Value}")];
        if (drift.Count == 0)
        {
            yield return HostFinding.Good("rules_drift", meant.Count == 0
                ? "The rules files set none of the kernel's values."
                : $"The kernel runs with what the rules files say of {string.Join(", ", meant.Select(value => value.Option.Field))}.");
            yield break;
        }

        yield return HostFinding.Bad("rules_drift", FindingSeverity.Warn, $"The kernel does not run with what the rules files say: {Listed(drift)}.", status.Enabled == LockedUntilBoot
            ? $"{NextBoot} To keep what runs, change the lines before that."
            : $"To load the files: `{LoadCommand(files)}` To keep what runs, change the lines.");
    }

    private static string LoadCommand(RuleFiles files) => files.Parts is null && files.Loaded is { } loaded ? $"auditctl -R {loaded.Path}" : "augenrules --load";

    private static uint? Running(AuditStatus status, RuleOption option) => option.Word switch
    {
        "-e" => status.Enabled,
        "-f" => status.Failure,
        "-r" => status.RateLimit,
        "-b" => status.BacklogLimit,
        _ => status.BacklogWaitTime,
    };

    private static string Listed(List<string> items) =>
        string.Join("; ", items.Take(MostTold)) + (items.Count > MostTold ? $"; and {items.Count - MostTold} more" : "");
}
