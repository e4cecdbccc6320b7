using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using AuditConsole.Engine.Connections;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>AUDIT_TTY_GET and AUDIT_TTY_SET: whether what a process types is audited. Called with the control lock held.</summary>
/// <remarks>Source: <c>struct audit_tty_status</c> and the TTY branches of <c>audit_receive_msg</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class TtyRequests(ControlLog records)
{
    private const int Size = 2 * sizeof(uint);
    private readonly ConcurrentDictionary<uint, (uint Enabled, uint LogPassword)> _byProcess = new();

    public bool IsEnabledFor(IPeer sender) => Of(sender).Enabled != 0;

    public byte[] Get(IPeer sender)
    {
        var (enabled, logPassword) = Of(sender);
        var payload = new byte[Size];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, enabled);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(sizeof(uint)), logPassword);
        return payload;
    }

    public int Set(Request request)
    {
        Span<byte> zeroExtended = stackalloc byte[Size];
        zeroExtended.Clear();
        request.Payload.Span[..Math.Min(request.Payload.Length, Size)].CopyTo(zeroExtended);
        var enabled = BinaryPrimitives.ReadUInt32LittleEndian(zeroExtended);
        var logPassword = BinaryPrimitives.ReadUInt32LittleEndian(zeroExtended[sizeof(uint)..]);
        var isValid = enabled <= 1 && logPassword <= 1;
        var old = Of(request.Sender);
        if (isValid)
        {
            _byProcess[request.Sender.Identity.ProcessId] = (enabled, logPassword);
        }

        records.Message(
            AuditMessageType.ConfigChange,
            request.Sender.Identity,
            string.Create(
                CultureInfo.InvariantCulture,
                $"op=tty_set old-enabled={old.Enabled} new-enabled={enabled} old-log_passwd={old.LogPassword} new-log_passwd={logPassword} res={(isValid ? 1 : 0)}"));
        return isValid ? 0 : -Errno.InvalidArgument;
    }

    private (uint Enabled, uint LogPassword) Of(IPeer sender) => _byProcess.GetValueOrDefault(sender.Identity.ProcessId);
}
