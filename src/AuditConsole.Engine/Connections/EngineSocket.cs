using System.Collections.Concurrent;
using System.Net.Sockets;
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
    public static string? ProblemOf(string path) => SocketFile.ProblemOf(path, ReadLogSuffix);

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

    private void Bind(string path)
    {
        SocketFile.RemoveLeftOver(path);
        var listener = SocketFile.Create();
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

            var connection = new SocketConnection(accepted, _engine.Connections.NextPortId(), _engine.Connections.Requests, _time);
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
                _engine.Connections.JoinReadLog(connection);
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
            _engine.Connections.LeaveReadLog(connection);
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
