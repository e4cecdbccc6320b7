using System.Text;

namespace AuditConsole.Protocol;

/// <summary>Writes values into the text of a record as audit tools read them.</summary>
/// <remarks>Source: <c>audit_log_n_untrustedstring</c> in <c>kernel/audit.c</c>, which libaudit's <c>audit_encode_nv_string</c> follows.</remarks>
public static class AuditText
{
    /// <summary><c>name="value"</c>, or <c>name=68657861</c> where the value has a quote, a space, a control or a non-ASCII character, so that no value can pass for another field.</summary>
    public static string Field(string name, string value) =>
        value.Length > 0 && value.All(character => character is > ' ' and < '\u007f' and not '"')
            ? $"{name}=\"{value}\""
            : value.Length == 0 ? $"{name}=?" : $"{name}={Convert.ToHexString(Encoding.UTF8.GetBytes(value))}";
}
