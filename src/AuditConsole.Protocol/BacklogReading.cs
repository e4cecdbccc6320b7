using System.Buffers.Binary;

namespace AuditConsole.Protocol;

/// <summary>The three fields of <c>struct audit_status</c> that move by themselves and the limit, read in place and without an object.</summary>
/// <param name="Backlog"><c>backlog</c>: records waiting in the main queue.</param>
/// <param name="Lost"><c>lost</c>: records lost since boot or the last reset; wraps at 2^32.</param>
/// <param name="BacklogWaitTimeActual">
/// <c>backlog_wait_time_actual</c>: jiffies waited, summed over all tasks; wraps at 2^32. <see langword="null"/> before Linux 5.9.
/// </param>
/// <param name="BacklogLimit"><c>backlog_limit</c>: records that may wait before producers are held up; 0 = no limit.</param>
/// <remarks><see cref="AuditStatus"/> has all fields.</remarks>
public readonly record struct BacklogReading(uint Backlog, uint Lost, uint? BacklogWaitTimeActual, uint BacklogLimit)
{
    private const int LimitOffset = 20;
    private const int LostOffset = 24;
    private const int BacklogOffset = 28;
    private const int WaitedOffset = 40;

    /// <summary>Whether more records wait than the limit allows, which is when the kernel holds whoever asks.</summary>
    public bool IsOverLimit => BacklogLimit != 0 && Backlog > BacklogLimit;

    /// <summary>Reads a status of <see cref="AuditStatus.MinimumSize"/> bytes or more.</summary>
    /// <returns>Whether there are as many.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out BacklogReading reading)
    {
        if (payload.Length < AuditStatus.MinimumSize)
        {
            reading = default;
            return false;
        }

        reading = new BacklogReading(
            BinaryPrimitives.ReadUInt32LittleEndian(payload[BacklogOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(payload[LostOffset..]),
            payload.Length >= WaitedOffset + sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(payload[WaitedOffset..]) : null,
            BinaryPrimitives.ReadUInt32LittleEndian(payload[LimitOffset..]));
        return true;
    }
}
