using System.Collections.Immutable;
using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Kauditd;

/// <summary>The READLOG multicast group: those who get a copy of each record as it leaves the main queue. Any thread may call any member.</summary>
/// <remarks>Source: <c>kauditd_send_multicast_skb</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class ReadLogGroup
{
    private ImmutableList<IPeer> _readers = [];

    public void Join(IPeer reader) => ImmutableInterlocked.Update(ref _readers, (readers, joining) => readers.Add(joining), reader);

    /// <returns>Whether it was in.</returns>
    public bool Leave(IPeer reader) => ImmutableInterlocked.Update(ref _readers, (readers, leaving) => readers.Remove(leaving), reader);

    /// <summary>Never waits: a reader without room misses the record and is told.</summary>
    public void Send(in QueuedRecord record)
    {
        var readers = _readers;
        if (readers.IsEmpty)
        {
            return;
        }

        var datagram = RecordMessage.ForReaders(record);
        foreach (var reader in readers)
        {
            if (reader.TrySend(datagram) != 0)
            {
                reader.Overrun();
            }
        }
    }
}
