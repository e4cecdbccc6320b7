using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;

namespace AuditConsole.Engine.Connections;

/// <summary>Asks the kernel who is at the other end of a Unix socket.</summary>
/// <remarks>Source: <c>SO_PEERCRED</c> and <c>struct ucred</c> in <c>unix(7)</c>; <c>/proc/PID/loginuid</c> and <c>sessionid</c> in <c>proc(5)</c>.</remarks>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    public static PeerIdentity Of(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[3 * sizeof(uint)];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        var process = BinaryPrimitives.ReadUInt32LittleEndian(credentials);
        var user = BinaryPrimitives.ReadUInt32LittleEndian(credentials[sizeof(uint)..]);
        return new PeerIdentity(process, user, OfProcess(process, "loginuid"), OfProcess(process, "sessionid"));
    }

    // A process that has gone, or a kernel without audit, has neither.
    private static uint OfProcess(uint process, string name)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{name}"));
            return uint.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : uint.MaxValue;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return uint.MaxValue;
        }
    }
}
