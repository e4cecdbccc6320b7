using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Connections;

/// <summary>Opens an engine to other programs: a Unix <c>SOCK_SEQPACKET</c> socket that takes and gives one netlink datagram per packet.</summary>
/// <remarks>
/// <para>
/// A second socket, its path with <c>.readlog</c> behind it, is for the READLOG multicast group: who connects there is in the group.
/// Only the user who runs the engine can connect to either (mode 0600).
/// </para>
/// <para>
/// A sender is known by the kernel's word for it (<c>SO_PEERCRED</c>). While the engine holds a sender, it takes no further packet from it;
/// the <c>send</c> itself returns at once, unlike with netlink. Any thread may dispose.
/// </para>
/// </remarks>
public sealed class EngineSocket : IAsyncDisposable
{
    /// <summary>What is appended to the path for the READLOG socket.</summary>
    public const string ReadLogSuffix = ".readlog";

    /// <summary>Programs that may be connected at once; further ones wait to be accepted.</summary>
    public const int MostConnections = 256;

    private const int LongestPath = 107;
    private readonly AuditEngine _engine;
    private readonly TimeProvider _time;
    private readonly List<(Socket Socket, string Path)> _listeners = [];
    private readonly ConcurrentDictionary<SocketConnection, Task> _connections = new();
    private readonly SemaphoreSlim _places = new(MostConnections, MostConnections);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _disposed;

    /// <summary>Binds both sockets and begins to accept.</summary>
    /// <param name="engine">The engine that answers. Dispose the socket before it.</param>
    /// <param name="path">An absolute path of at most 99 bytes in a folder that exists. A socket that nobody listens on is replaced.</param>
    /// <param name="time">Ends waits for a full socket.</param>
    /// <exception cref="ArgumentException">The path is not absolute, too long, or its folder does not exist.</exception>
    /// <exception cref="IOException">Something is at the path that is not a left-over socket, or it cannot be bound.</exception>
    public EngineSocket(AuditEngine engine, string path, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(engine);
        CheckPath(path);
        _engine = engine;
        _time = time;
        try
        {
            Bind(path);
            Bind(path + ReadLogSuffix);
        }
        catch
        {
            CloseListeners();
            throw;
        }

        _accepting = Task.WhenAll(AcceptAsync(_listeners[0].Socket, readLog: false), AcceptAsync(_listeners[1].Socket, readLog: true), StopWithEngineAsync());
    }

    /// <summary>Why a path cannot be used, as a sentence; <see langword="null"/> when it can, as far as can be told without binding.</summary>
    public static string? ProblemOf(string path) =>
        !Path.IsPathRooted(path) ? $"\"{path}\" is not an absolute path."
        : Encoding.UTF8.GetByteCount(path) + ReadLogSuffix.Length > LongestPath
            ? $"The path has {Encoding.UTF8.GetByteCount(path)} bytes; at most {LongestPath - ReadLogSuffix.Length} fit into a socket address."
        : Path.EndsInDirectorySeparator(path) || Directory.Exists(path) ? $"\"{path}\" is a folder; name a file in it."
        : !Directory.Exists(Path.GetDirectoryName(path)) ? $"The folder \"{Path.GetDirectoryName(path)}\" does not exist."
        : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        CloseListeners();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _places.Dispose();
        _stopping.Dispose();
    }

    private static void CheckPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (ProblemOf(path) is { } problem)
        {
            throw new ArgumentException(problem, nameof(path));
        }
    }

    private static Socket Create() => new(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);

    private void Bind(string path)
    {
        RemoveLeftOver(path);
        var listener = Create();
        _listeners.Add((listener, path));
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            // Nobody can connect before it listens.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen();
        }
        catch (SocketException e)
        {
            throw new IOException($"The engine's socket \"{path}\" cannot be opened: {e.Message}.", e);
        }
    }

    private static void RemoveLeftOver(string path)
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

    private async Task AcceptAsync(Socket listener, bool readLog)
    {
        while (!_stopping.IsCancellationRequested)
        {
            await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
            var accepted = await AcceptOneAsync(listener).ConfigureAwait(false);
            if (accepted is null)
            {
                _places.Release();
                continue;
            }

            var connection = new SocketConnection(accepted, _engine.NextPortId(), _engine.Requests, _time);
            _connections[connection] = ServeAsync(connection, readLog);
        }
    }

    // A program that is gone before it is accepted, or a shortage of descriptors, must not end the listening.
    private async Task<Socket?> AcceptOneAsync(Socket listener)
    {
        try
        {
            return await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time, _stopping.Token).ConfigureAwait(false);
            return null;
        }
    }

    private async Task ServeAsync(SocketConnection connection, bool readLog)
    {
        await Task.Yield();
        try
        {
            if (readLog)
            {
                _engine.JoinReadLog(connection);
            }

            await connection.RunAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuditException or ObjectDisposedException)
        {
            // The engine has stopped.
        }
        finally
        {
            connection.Dispose();
            _engine.LeaveReadLog(connection);
            _connections.TryRemove(connection, out _);
            _places.Release();
        }
    }

    private async Task StopWithEngineAsync()
    {
        await _engine.Completion.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync().ConfigureAwait(false);
        CloseListeners();
    }

    private void CloseListeners()
    {
        foreach (var (socket, path) in _listeners)
        {
            var wasBound = socket.IsBound;
            socket.Dispose();
            if (wasBound)
            {
                File.Delete(path);
            }
        }
    }
}
