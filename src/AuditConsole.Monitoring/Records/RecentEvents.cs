namespace AuditConsole.Monitoring.Records;

/// <summary>Who caused the last events, by serial: of an event's records only SYSCALL says so, and it comes first.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RecentEvents
{
    private const int Most = 1024;
    private readonly Dictionary<ulong, Producer> _producers = new(Most);
    private readonly Queue<ulong> _order = new(Most);

    public void Remember(ulong serial, Producer producer)
    {
        if (_producers.TryAdd(serial, producer))
        {
            _order.Enqueue(serial);
            if (_order.Count > Most)
            {
                _producers.Remove(_order.Dequeue());
            }
        }
    }

    public Producer? Of(ulong serial) => _producers.GetValueOrDefault(serial);
}
