using System.Buffers;

namespace AuditConsole.Monitoring.Windows;

/// <summary>Whole numbers from 0 on as few bytes, seven bits in each (unsigned LEB128, as in DWARF).</summary>
internal static class Leb128
{
    private const int Bits = 7;
    private const int LongestShift = 63;

    public static void Put(ArrayBufferWriter<byte> bytes, long value)
    {
        for (; value > 0x7f; value >>= Bits)
        {
            bytes.Write([(byte)(value | 0x80)]);
        }

        bytes.Write([(byte)value]);
    }

    /// <summary>Takes the first number off.</summary>
    /// <exception cref="FormatException">The bytes end within it.</exception>
    public static long Take(ref ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (var shift = 0; shift < LongestShift && bytes.Length > 0; shift += Bits)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("It ends in the middle of a number.");
    }
}
