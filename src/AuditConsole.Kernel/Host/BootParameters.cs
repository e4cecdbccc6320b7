using System.Text;
using AuditConsole.Kernel.Host.Rules;

namespace AuditConsole.Kernel.Host;

/// <summary>What the kernel command line says about audit, read as the kernel reads it.</summary>
/// <remarks>
/// Sources: <c>next_arg</c> in <c>lib/cmdline.c</c> (quotes), <c>parameqn</c> in <c>kernel/params.c</c> (<c>-</c> is <c>_</c>),
/// <c>audit_enable</c> and <c>audit_backlog_limit_set</c> in <c>kernel/audit.c</c>.
/// </remarks>
internal static class BootParameters
{
    /// <summary><c>backlog_limit</c> of a kernel that is told nothing (<c>AUDIT_BACKLOG_LIMIT</c>).</summary>
    public const uint DefaultBacklogLimit = 64;

    /// <summary>
    /// Whether <c>audit=</c> switches auditing on: false where one of them is 0 or off, which no later one takes back, true
    /// where any other is given, else <see langword="null"/>.
    /// </summary>
    public static bool? Audit(string? commandLine)
    {
        List<string> values = [.. Values(commandLine, "audit")];
        return values.Count == 0 ? null : !values.Exists(value => value == "0" || value.Equals("off", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The limit that <c>audit_backlog_limit=</c> gives, and the last value that is no number, if there is one.</summary>
    /// <returns>The limit is <see langword="null"/> where none is given; one that is no number leaves what was there.</returns>
    public static (uint? Limit, string? Unparsable) BacklogLimit(string? commandLine)
    {
        uint? limit = null;
        string? unparsable = null;
        foreach (var value in Values(commandLine, "audit_backlog_limit"))
        {
            var number = RuleNumber.Read(value.StartsWith('+') ? value[1..] : value, out var isWhole);
            (limit, unparsable) = number is not null && isWhole ? (number, unparsable) : (limit, value);
        }

        return (limit, unparsable);
    }

    private static IEnumerable<string> Values(string? commandLine, string name) => Words(commandLine ?? "")
        // What follows "--" is for init, not for the kernel.
        .TakeWhile(word => word != "--")
        .Select(word => word.Split('=', 2))
        .Where(parts => parts.Length == 2 && parts[0].Replace('-', '_') == name)
        .Select(parts => parts[1]);

    private static IEnumerable<string> Words(string commandLine)
    {
        var word = new StringBuilder();
        var quoted = false;
        foreach (var sign in commandLine + " ")
        {
            if (sign == '"')
            {
                quoted = !quoted;
            }
            else if (!char.IsWhiteSpace(sign) || quoted)
            {
                word.Append(sign);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
    }
}
