using System.Net.Sockets;
using System.Text;

namespace AuditConsole.Engine.Connections;

/// <summary>The file that a Unix socket is bound to.</summary>
internal static class SocketFile
{
    private const int LongestPath = 107;

    public static Socket Create() => new(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);

    /// <summary>Why a path, with that behind it, cannot be a socket's, as a sentence; <see langword="null"/> when it can.</summary>
    public static string? ProblemOf(string path, string suffix) =>
        !Path.IsPathRooted(path) ? $"\"{path}\" is not an absolute path."
        : Encoding.UTF8.GetByteCount(path) + suffix.Length > LongestPath
            ? $"The path has {Encoding.UTF8.GetByteCount(path)} bytes; at most {LongestPath - suffix.Length} fit into a socket address."
        : Path.EndsInDirectorySeparator(path) || Directory.Exists(path) ? $"\"{path}\" is a folder; name a file in it."
        : !Directory.Exists(Path.GetDirectoryName(path)) ? $"The folder \"{Path.GetDirectoryName(path)}\" does not exist."
        : null;

    /// <summary>Removes a socket that nobody listens on.</summary>
    /// <exception cref="IOException">Something else is there, or somebody listens.</exception>
    public static void RemoveLeftOver(string path)
    {
        if (!Path.Exists(path))
        {
            return;
        }

        if (!IsSocket(path))
        {
            throw new IOException($"There is a file at \"{path}\" that is no socket. Remove it or name another path.");
        }

        using var probe = Create();
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e)
        {
            throw new IOException($"There is a socket at \"{path}\" that is not an engine's ({e.Message}). Remove it or name another path.", e);
        }

        throw new IOException($"Another program listens on \"{path}\". Stop it or name another path.");
    }

    // A connection to an ordinary file is refused too; but a socket cannot be opened as a file.
    private static bool IsSocket(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
