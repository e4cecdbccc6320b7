namespace AuditConsole.Kernel.Host.Rules;

/// <summary>A value that this machine's audit rules set at each boot.</summary>
/// <param name="Field">The kernel's word for it.</param>
/// <param name="Option">The option of <c>auditctl</c>.</param>
/// <param name="Value">The value; <see langword="null"/> where no line sets it.</param>
/// <param name="Place">The file and line that counts; <see langword="null"/> likewise.</param>
public sealed record PersistedSetting(string Field, string Option, uint? Value, string? Place);

/// <summary>What this machine's disk and boot say of the kernel's audit values. It is only read.</summary>
/// <param name="Folder">Where the parts of the rules are.</param>
/// <param name="Rules">Each option, as <c>augenrules</c> and <c>auditctl -R</c> make of the files; <see langword="null"/> where they cannot be read or there are none.</param>
/// <param name="Unreadable">Files and folders that this process may not read.</param>
/// <param name="BootLimit"><c>audit_backlog_limit=</c> of this boot; <see langword="null"/> where it was not given.</param>
/// <param name="BootAudit">What <c>audit=</c> of this boot says; <see langword="null"/> where it was not given.</param>
public sealed record PersistedSettings(
    string Folder, IReadOnlyList<PersistedSetting>? Rules, IReadOnlyList<string> Unreadable, uint? BootLimit, bool? BootAudit)
{
    internal static PersistedSettings Of(RuleFiles files, string? commandLine)
    {
        var lines = files.Merged ?? files.Loaded?.Lines;
        var set = lines is null ? null : new RuleSet(lines);
        return new PersistedSettings(
            files.Folder,
            set is null ? null : [.. RuleOption.All.Select(option => new PersistedSetting(option.Field, option.Word, set.Last(option)?.Value, set.Last(option)?.Line.Place))],
            files.Unreadable,
            BootParameters.BacklogLimit(commandLine).Limit,
            BootParameters.Audit(commandLine));
    }
}
