using System.Buffers.Binary;
using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Kauditd;

/// <summary>An auditd as it registered: the process and its socket.</summary>
internal sealed record RegisteredAuditd(uint ProcessId, IPeer Peer);

/// <summary><c>auditd_conn</c>: which auditd is registered. Any thread may call any member.</summary>
/// <remarks>
/// That its socket has gone is noticed when something is sent to it and not before.
/// Source: <c>auditd_set</c>, <c>auditd_reset</c> and <c>audit_replace</c> in <c>kernel/audit.c</c>.
/// </remarks>
internal sealed class AuditdConnection(RecordQueues queues, OverflowActions actions)
{
    private RegisteredAuditd? _registered;

    public RegisteredAuditd? Registered => Volatile.Read(ref _registered);

    /// <summary><c>pid</c> of the status: 0 when none is registered.</summary>
    public uint ProcessId => Registered?.ProcessId ?? 0;

    public void Register(RegisteredAuditd auditd) => Volatile.Write(ref _registered, auditd);

    /// <summary>Ends the registration and runs the retry queue through the hold action.</summary>
    /// <param name="only">Nothing happens when another one has registered since; <see langword="null"/> for whoever is registered.</param>
    public void Reset(RegisteredAuditd? only = null)
    {
        var current = Registered;
        if (only is null ? current is null : current != only)
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _registered, null, current) != current)
        {
            return;
        }

        while (queues.Retry.TryTake(out var record))
        {
            actions.Hold(record, -Errno.ConnectionRefused);
        }
    }

    /// <summary>Tells the registered auditd that somebody else asks for its place, which also shows whether it is still there.</summary>
    public void AskWhetherAlive(uint challenger)
    {
        if (Registered is not { } auditd)
        {
            return;
        }

        Span<byte> payload = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, challenger);
        if (auditd.Peer.TrySend(NetlinkMessage.Build(AuditMessageType.Replace, NetlinkFlags.None, 0, payload)) == -Errno.ConnectionRefused)
        {
            Reset(auditd);
        }
    }
}
