using System.Collections.Concurrent;
using AuditConsole.Kernel.Netlink;

namespace AuditConsole.Kernel.Tests.Support;

/// <summary>A socket whose datagrams and errnos a test puts in, and whose kernel may hold the sender.</summary>
internal sealed class ScriptedSocket : INetlinkSocket
{
    private readonly BlockingCollection<(ReceivedDatagram Result, byte[] Bytes)> _incoming = [];
    private readonly ConcurrentQueue<int> _sendErrors = new();
    private readonly ManualResetEventSlim _letGo = new(initialState: true);

    /// <summary>Datagrams handed in, in order.</summary>
    public BlockingCollection<byte[]> Sent { get; } = [];

    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Name and kind of the thread that sent last.</summary>
    public (string? Name, bool Background) SenderThread { get; private set; }

    public (string? Name, bool Background) ReceiverThread { get; private set; }

    /// <summary>From now on a send does not return until <see cref="LetGo"/>.</summary>
    public void Hold() => _letGo.Reset();

    public void LetGo() => _letGo.Set();

    /// <summary>The errnos that the next sends return, in order; then 0.</summary>
    public void FailSends(params int[] errnos)
    {
        foreach (var errno in errnos)
        {
            _sendErrors.Enqueue(errno);
        }
    }

    public void Arrive(byte[] bytes, uint sender = 0, int? length = null) =>
        _incoming.Add((new ReceivedDatagram(0, length ?? bytes.Length, sender, Woken: false), bytes));

    public void FailReceive(int errno) => _incoming.Add((new ReceivedDatagram(errno, 0, 0, Woken: false), []));

    public int Send(ReadOnlySpan<byte> datagram)
    {
        SenderThread = (Thread.CurrentThread.Name, Thread.CurrentThread.IsBackground);
        Sent.Add(datagram.ToArray());
        _letGo.Wait();
        return _sendErrors.TryDequeue(out var errno) ? errno : 0;
    }

    public ReceivedDatagram Receive(Span<byte> buffer)
    {
        ReceiverThread = (Thread.CurrentThread.Name, Thread.CurrentThread.IsBackground);
        var (result, bytes) = _incoming.Take();
        bytes.AsSpan(0, Math.Min(bytes.Length, buffer.Length)).CopyTo(buffer);
        return result;
    }

    public void Wake() => _incoming.Add((new ReceivedDatagram(0, 0, 0, Woken: true), []));

    public void Dispose() => Disposed.TrySetResult();
}
