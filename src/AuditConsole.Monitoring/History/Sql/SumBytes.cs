using System.Buffers;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>What a row says only when it stands for several windows: how many, their lowest peak, how many were over the limit, unwatched time, tiers.</summary>
internal static class SumBytes
{
    public static byte[] Write(PollWindow sum)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Leb128.Put(bytes, sum.Windows);
        Leb128.Put(bytes, sum.PeakMin);
        Leb128.Put(bytes, sum.OverLimitWindows);
        Leb128.Put(bytes, (long)sum.Unwatched.TotalMilliseconds);
        Leb128.Put(bytes, sum.Tiers.Bits);
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">The bytes are something else.</exception>
    public static PollWindow Read(ReadOnlySpan<byte> bytes, PollWindow row) => row with
    {
        Windows = (int)Leb128.Take(ref bytes),
        PeakMin = (uint)Leb128.Take(ref bytes),
        OverLimitWindows = (int)Leb128.Take(ref bytes),
        Unwatched = TimeSpan.FromMilliseconds(Leb128.Take(ref bytes)),
        Tiers = new TierSet((byte)Leb128.Take(ref bytes)),
    };

    /// <summary>How many windows a row stands for.</summary>
    /// <param name="bytes">As <see cref="Write"/> gave them; <see langword="null"/> for a single window.</param>
    public static long WindowsOf(byte[]? bytes)
    {
        ReadOnlySpan<byte> span = bytes;
        return bytes is null ? 1 : Leb128.Take(ref span);
    }
}
