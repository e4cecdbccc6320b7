using System.Buffers.Binary;

namespace AuditConsole.Protocol;

/// <summary><c>struct audit_status</c>: what the audit subsystem says about itself at one instant.</summary>
/// <remarks>
/// Older kernels send a shorter struct: 32 bytes before 3.14, 40 up to 5.8, 44 since 5.9, 48 with the high-water mark.
/// A field beyond the end of the reply is <see langword="null"/>: unknown, not 0. Bytes beyond 48 are ignored.
/// Source: <c>include/uapi/linux/audit.h</c>, <c>kernel/audit.c</c> (AUDIT_GET).
/// </remarks>
public sealed record AuditStatus
{
    /// <summary>Bytes every kernel sends: up to and including the backlog.</summary>
    public const int MinimumSize = 32;

    /// <summary>Bytes of the struct since Linux 5.9.</summary>
    public const int StockSize = 44;

    /// <summary>Bytes of the struct with <c>backlog_max_depth</c>.</summary>
    public const int PatchedSize = 48;

    /// <summary>The field a request means; <see cref="AuditStatusMask.None"/> in replies.</summary>
    public AuditStatusMask Mask { get; init; }

    /// <summary><c>enabled</c>: 0 off, 1 on, 2 on and locked until the next boot.</summary>
    public uint Enabled { get; init; }

    /// <summary><c>failure</c>: what a loss does. 0 silent, 1 printk, 2 panic.</summary>
    public uint Failure { get; init; }

    /// <summary><c>pid</c>: thread group of the registered auditd; 0 without one.</summary>
    public uint Pid { get; init; }

    /// <summary><c>rate_limit</c>: records per second; 0 = no limit.</summary>
    public uint RateLimit { get; init; }

    /// <summary><c>backlog_limit</c>: records that may wait before producers are held up; 0 = no limit.</summary>
    public uint BacklogLimit { get; init; }

    /// <summary><c>lost</c>: records lost since boot or the last reset; wraps at 2^32.</summary>
    public uint Lost { get; init; }

    /// <summary><c>backlog</c>: records waiting in the main queue now.</summary>
    public uint Backlog { get; init; }

    /// <summary><c>feature_bitmap</c>; on kernels before 3.19 the same bytes are <c>version</c>.</summary>
    public uint? FeatureBitmap { get; init; }

    /// <summary><c>backlog_wait_time</c>: the longest a producer is made to wait for one record, in jiffies.</summary>
    public uint? BacklogWaitTime { get; init; }

    /// <summary><c>backlog_wait_time_actual</c>: jiffies waited, summed over all tasks; wraps at 2^32.</summary>
    public uint? BacklogWaitTimeActual { get; init; }

    /// <summary><c>backlog_max_depth</c>: the highest backlog since boot or the last clear, where the kernel keeps it.</summary>
    public uint? BacklogMaxDepth { get; init; }

    /// <summary>Reads a status of 32 bytes or more.</summary>
    /// <exception cref="AuditProtocolException">There are fewer than 32 bytes.</exception>
    public static AuditStatus Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < MinimumSize)
        {
            throw new AuditProtocolException($"An audit status has at least {MinimumSize} bytes; {payload.Length} arrived.");
        }

        return new AuditStatus
        {
            Mask = (AuditStatusMask)Field(payload, 0),
            Enabled = Field(payload, 4),
            Failure = Field(payload, 8),
            Pid = Field(payload, 12),
            RateLimit = Field(payload, 16),
            BacklogLimit = Field(payload, 20),
            Lost = Field(payload, 24),
            Backlog = Field(payload, 28),
            FeatureBitmap = TailField(payload, 32),
            BacklogWaitTime = TailField(payload, 36),
            BacklogWaitTimeActual = TailField(payload, 40),
            BacklogMaxDepth = TailField(payload, 44),
        };
    }

    /// <summary>The struct as bytes; unknown fields are written as 0.</summary>
    /// <param name="size">Bytes to write, a multiple of 4 from <see cref="MinimumSize"/> to <see cref="PatchedSize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is another one.</exception>
    public byte[] ToBytes(int size)
    {
        if (size is < MinimumSize or > PatchedSize || size % 4 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A status has {MinimumSize} to {PatchedSize} bytes in steps of 4.");
        }

        ReadOnlySpan<uint> fields =
        [
            (uint)Mask, Enabled, Failure, Pid, RateLimit, BacklogLimit, Lost, Backlog,
            FeatureBitmap ?? 0, BacklogWaitTime ?? 0, BacklogWaitTimeActual ?? 0, BacklogMaxDepth ?? 0,
        ];
        var payload = new byte[size];
        for (var offset = 0; offset < size; offset += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(offset), fields[offset / 4]);
        }

        return payload;
    }

    private static uint Field(ReadOnlySpan<byte> payload, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(payload[offset..]);

    private static uint? TailField(ReadOnlySpan<byte> payload, int offset) => payload.Length >= offset + 4 ? Field(payload, offset) : null;
}
