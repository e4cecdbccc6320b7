using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AuditConsole.Monitoring.History;

/// <summary>Links each entry of a host's activity to all before it, so that a change, an insertion or a removal among them shows.</summary>
/// <remarks>
/// Whoever can write the database can also make the links anew. That shows only against a hash that was noted elsewhere, which
/// <c>activity verify --head</c> compares. The form is described in docs/decisions/0015-activity.md.
/// </remarks>
public static class ActivityChain
{
    /// <summary>What stands before the first entry of a host.</summary>
    public static readonly string Beginning = new('0', 2 * SHA256.HashSizeInBytes);

    private const byte Form = 1;

    /// <summary>The hash of an entry: SHA-256 over the hash before it and all its fields, each with its length.</summary>
    /// <param name="before">The hash of the entry before, or <see cref="Beginning"/>.</param>
    /// <param name="number">Its number.</param>
    /// <param name="entry">The entry; its time counts in whole milliseconds.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="FormatException"><paramref name="before"/> is not a hash.</exception>
    public static string Hash(string before, long number, Activity entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(before));
        hash.AppendData([Form]);
        Add(hash, number);
        Add(hash, entry.Host);
        Add(hash, entry.At.ToUnixTimeMilliseconds());
        Add(hash, (long)entry.Kind);
        Add(hash, entry.Actor);
        Add(hash, entry.Origin);
        Add(hash, entry.Reason);
        Add(hash, entry.Field);
        Add(hash, entry.OldValue);
        Add(hash, entry.NewValue);
        Add(hash, entry.Value);
        Add(hash, (long?)entry.Tier);
        Add(hash, entry.Refused ? 1 : 0);
        Add(hash, entry.Text);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string? text)
    {
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, long? number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        // No value is negative.
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number ?? -1);
        hash.AppendData(bytes);
    }
}
