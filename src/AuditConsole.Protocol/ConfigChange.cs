using System.Globalization;

namespace AuditConsole.Protocol;

/// <summary>What a CONFIG_CHANGE record says of one field of the status: somebody set or cleared it, or was refused.</summary>
/// <param name="Name">The field, in the kernel's word for it: <c>audit_backlog_limit</c>, or <c>lost</c> for a clear.</param>
/// <param name="Value">The value asked for; 0 for a clear.</param>
/// <param name="Old">The value before.</param>
/// <param name="LoginUserId"><c>auid</c>; 2^32 − 1 when unset, <see langword="null"/> when the record does not say.</param>
/// <param name="Session"><c>ses</c>, likewise.</param>
/// <param name="Allowed"><c>res</c>; a refused change left the field as it was.</param>
/// <remarks>
/// Immutable. Source: <c>audit_log_config_change</c> in <c>kernel/audit.c</c>; older kernels leave <c>op=set</c> out. Records of
/// rules and watches have no <c>old=</c> and are not of this kind.
/// </remarks>
public sealed record ConfigChange(string Name, uint Value, uint Old, uint? LoginUserId, uint? Session, bool Allowed)
{
    /// <summary>The value of an <c>auid</c> or <c>ses</c> that nobody has set.</summary>
    public const uint Unset = uint.MaxValue;

    /// <summary>Reads a record.</summary>
    /// <returns>Whether it is a CONFIG_CHANGE of a field of the status.</returns>
    public static bool TryParse(AuditRecord record, out ConfigChange? change)
    {
        change = null;
        if (record.Type != AuditMessageType.ConfigChange)
        {
            return false;
        }

        var words = record.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var old = Array.FindIndex(words, word => word.StartsWith("old=", StringComparison.Ordinal));
        if (old < 1 || words[old - 1].Split('=') is not [{ Length: > 0 } name, var value]
            || Number(value) is not { } set || Number(words[old]["old=".Length..]) is not { } before)
        {
            return false;
        }

        change = new ConfigChange(name, set, before, Number(record.Field("auid")), Number(record.Field("ses")), record.Field("res") != "0");
        return true;
    }

    // Kernels have printed these fields as %u and, long ago, as %d.
    private static uint? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= int.MinValue and <= uint.MaxValue
            ? unchecked((uint)number)
            : null;
}
