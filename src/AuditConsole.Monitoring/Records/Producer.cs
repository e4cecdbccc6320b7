using System.Text;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>Who caused a record, as far as its own text tells.</summary>
/// <param name="Key">The key of the rule that matched.</param>
/// <param name="Executable">The program's file.</param>
/// <param name="LoginUserId"><c>auid</c> as it is written.</param>
/// <param name="ProcessId"><c>pid</c> as it is written.</param>
internal sealed record Producer(string? Key, string? Executable, string? LoginUserId, string? ProcessId)
{
    private const string Null = "(null)";
    private const int LongestName = 256;

    /// <summary>Several keys of one rule are joined by this byte. Source: <c>AUDIT_KEY_SEPARATOR</c> of audit-userspace.</summary>
    private const char KeySeparator = '\u0001';

    public static Producer Of(AuditRecord record) => new(
        Decode(record, "key")?.Replace(KeySeparator.ToString(), ", ", StringComparison.Ordinal), Decode(record, "exe"), record.Field("auid"), record.Field("pid"));

    // In quotes when it is harmless, as hexadecimal digits otherwise, (null) when there is none.
    private static string? Decode(AuditRecord record, string field)
    {
        var text = record.Text;
        var at = text.StartsWith(field + "=", StringComparison.Ordinal) ? 0 : text.IndexOf($" {field}=", StringComparison.Ordinal) + 1;
        if (record.Field(field) is not { Length: > 0 } value || value == Null)
        {
            return null;
        }

        var isQuoted = at + field.Length + 1 < text.Length && text[at + field.Length + 1] == '"';
        var name = isQuoted || value.Length % 2 != 0 || !value.All(char.IsAsciiHexDigit) ? value : Encoding.UTF8.GetString(Convert.FromHexString(value));
        return name.Length > LongestName ? name[..LongestName] : name;
    }
}
