using AuditConsole.Protocol;

namespace AuditConsole.Engine.Connections;

/// <summary>The receive buffer of a netlink socket: datagrams until their memory exceeds its size. Any thread may add; one receives at a time.</summary>
/// <remarks>Source: <c>netlink_attachskb</c>, <c>netlink_trim</c> and <c>netlink_overrun</c> in <c>net/netlink/af_netlink.c</c>.</remarks>
/// <param name="size">Bytes of memory over which it takes nothing more.</param>
/// <param name="time">Ends waits for room.</param>
/// <param name="inline">Whether who waits goes on within the call it waited for.</param>
internal sealed class ReceiveBuffer(int size, TimeProvider time, bool inline)
{
    /// <summary>The smallest size that the kernel lets a socket have.</summary>
    public const int Smallest = 2304;

    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _datagrams = new();
    private readonly TaskCreationOptions _going = inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;
    private int _used;
    private bool _overrun;
    private string? _closed;
    private TaskCompletionSource? _reader;
    private TaskCompletionSource<bool>? _writer;

    /// <summary>The memory that a datagram of that length takes, as the kernel accounts it on a 64-bit machine.</summary>
    public static int MemoryOf(int length) => length switch
    {
        <= 192 => 768,
        <= 576 => 1280,
        <= 1728 => 2304,
        <= 3776 => 4352,
        _ => 8448,
    };

    /// <summary>Adds a datagram: 0, −EAGAIN when it is full, −ECONNREFUSED when it is closed.</summary>
    public int TryAdd(ReadOnlyMemory<byte> datagram)
    {
        TaskCompletionSource? reader;
        lock (_gate)
        {
            if (_closed is not null)
            {
                return -Errno.ConnectionRefused;
            }

            if (_used > size)
            {
                return -Errno.TryAgain;
            }

            _datagrams.Enqueue(datagram);
            _used += MemoryOf(datagram.Length);
            (reader, _reader) = (_reader, null);
        }

        reader?.TrySetResult();
        return 0;
    }

    /// <summary>Adds a datagram as soon as there is room, or gives up after that time with −EAGAIN.</summary>
    public async ValueTask<int> AddAsync(ReadOnlyMemory<byte> datagram, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var result = TryAdd(datagram);
        while (result == -Errno.TryAgain && await WaitForRoomAsync(atMost, cancellationToken).ConfigureAwait(false))
        {
            result = TryAdd(datagram);
        }

        return result;
    }

    /// <summary>The oldest datagram, once there is one.</summary>
    /// <exception cref="AuditUnavailableException">One was dropped since the last call; or it is closed and empty.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task added;
            TaskCompletionSource<bool>? writer = null;
            ReadOnlyMemory<byte>? taken = null;
            lock (_gate)
            {
                if (_overrun)
                {
                    _overrun = false;
                    throw new AuditUnavailableException(
                        $"A datagram was dropped: {_datagrams.Count} of them were waiting to be received. Receive them sooner.", Errno.NoBufferSpace);
                }

                if (_datagrams.TryDequeue(out var datagram))
                {
                    taken = datagram;
                    _used -= MemoryOf(datagram.Length);
                    (writer, _writer) = (_writer, null);
                }
                else if (_closed is not null)
                {
                    throw new AuditUnavailableException(_closed);
                }

                added = taken is null ? (_reader ??= new TaskCompletionSource(_going)).Task : Task.CompletedTask;
            }

            writer?.TrySetResult(true);
            if (taken is { } result)
            {
                return result;
            }

            await added.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that something was dropped, of which the reader is told once.</summary>
    public void Overrun()
    {
        TaskCompletionSource? reader;
        lock (_gate)
        {
            _overrun = true;
            (reader, _reader) = (_reader, null);
        }

        reader?.TrySetResult();
    }

    /// <summary>Takes nothing more; what it holds can still be received.</summary>
    /// <param name="because">What the reader is told after the last datagram.</param>
    /// <returns>Whether it was open.</returns>
    public bool Close(string because)
    {
        TaskCompletionSource? reader;
        TaskCompletionSource<bool>? writer;
        lock (_gate)
        {
            if (_closed is not null)
            {
                return false;
            }

            _closed = because;
            (reader, _reader) = (_reader, null);
            (writer, _writer) = (_writer, null);
        }

        reader?.TrySetResult();
        writer?.TrySetResult(true);
        return true;
    }

    private async ValueTask<bool> WaitForRoomAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> room;
        lock (_gate)
        {
            if (_closed is not null || _used <= size)
            {
                return true;
            }

            room = _writer ??= new TaskCompletionSource<bool>(_going);
        }

        using var timer = time.CreateTimer(_ => room.TrySetResult(false), null, atMost, Timeout.InfiniteTimeSpan);
        var hasRoom = await room.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!hasRoom)
        {
            lock (_gate)
            {
                _writer = _writer == room ? null : _writer;
            }
        }

        return hasRoom;
    }
}
