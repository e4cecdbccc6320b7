using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Netlink.Fuzz;

/// <summary>A socket whose other end answers each request with what a test makes of it.</summary>
/// <param name="answer">Called on the sender's thread, for one request after the other.</param>
internal sealed class FuzzSocket(Func<NetlinkMessage, IEnumerable<Arrival>> answer) : INetlinkSocket
{
    private const int InterruptedEvery = 7;
    private readonly object _gate = new();
    private readonly Queue<Arrival> _arrivals = new();
    private bool _woken;
    private int _sends;

    public int Send(ReadOnlySpan<byte> datagram)
    {
        if (++_sends % InterruptedEvery == 0)
        {
            return Errno.Interrupted;
        }

        var arrivals = answer(NetlinkMessage.Split(datagram.ToArray())[0]).ToList();
        lock (_gate)
        {
            arrivals.ForEach(_arrivals.Enqueue);
            Monitor.PulseAll(_gate);
        }

        return 0;
    }

    public ReceivedDatagram Receive(Span<byte> buffer)
    {
        Arrival arrival;
        lock (_gate)
        {
            while (_arrivals.Count == 0 && !_woken)
            {
                Monitor.Wait(_gate);
            }

            if (_woken)
            {
                return new ReceivedDatagram(0, 0, 0, Woken: true);
            }

            arrival = _arrivals.Dequeue();
        }

        arrival.Bytes.AsSpan(0, Math.Min(arrival.Bytes.Length, buffer.Length)).CopyTo(buffer);
        return arrival.Result;
    }

    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.PulseAll(_gate);
        }
    }

    public void Dispose()
    {
        // Nothing outlives the threads that the transport ends.
    }
}
