namespace AuditConsole.Kernel.Host.Rules;

/// <summary>What the order of the lines in one file undoes.</summary>
internal static class RuleOrder
{
    private const uint Locked = 2;

    /// <summary>Lines after the lock, which are refused, and a <c>-D</c> that deletes rules above it, with the place of each.</summary>
    public static IEnumerable<string> Complaints(IReadOnlyList<RuleLine> lines)
    {
        RuleLine? rule = null;
        RuleLine? locked = null;
        foreach (var line in lines.Where(line => line.Words.Length > 0))
        {
            if (locked is not null)
            {
                yield return $"{line.Place} comes after -e 2 in line {locked.Number} and is refused";
            }
            else if (line.Words is ["-D"] && rule is not null)
            {
                yield return $"{line.Place} deletes (-D) the rules that began in line {rule.Number}";
            }

            rule ??= line.Words[0] is "-a" or "-A" or "-w" ? line : null;
            locked ??= new RuleSet([line]).Last(RuleOption.Enabled)?.Value == Locked ? line : null;
        }
    }
}
