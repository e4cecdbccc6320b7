namespace AuditConsole.Engine.Control;

/// <summary>How the kernel writes bytes that it does not trust into a record.</summary>
/// <remarks>Source: <c>audit_log_n_untrustedstring</c> and <c>audit_string_contains_control</c> in <c>kernel/audit.c</c>.</remarks>
internal static class UntrustedString
{
    /// <summary>In quotes when it is harmless; as hexadecimal digits when a byte is a quote, a control character, a space or not ASCII.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> text) => text.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e) || text.Contains((byte)'"')
        ? System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(text))
        : [(byte)'"', .. text, (byte)'"'];
}
