using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuditConsole.Access.Storage;

/// <summary>Random words that open something, and what is kept of them.</summary>
internal static class Secret
{
    private const int Bytes = 32;
    private const int IdBytes = 16;

    /// <summary>A new secret of 256 random bits.</summary>
    public static string Create(string prefix = "") => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>128 random bits, to tell one thing from all others.</summary>
    public static string Id() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>What is kept: a secret of 256 random bits needs no slow hash.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Compares in a time that says nothing about how much was right.</summary>
    public static bool IsSame(byte[] hash, string secret) => CryptographicOperations.FixedTimeEquals(hash, Hash(secret));
}
