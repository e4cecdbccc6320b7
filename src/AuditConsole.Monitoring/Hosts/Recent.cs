namespace AuditConsole.Monitoring.Hosts;

/// <summary>Values of the last while, oldest first. Any thread may call.</summary>
internal sealed class Recent<T>(TimeSpan span, Func<T, DateTimeOffset> time)
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _values = new();

    public void Add(T value)
    {
        lock (_gate)
        {
            _values.Enqueue(value);
            while (time(value) - time(_values.Peek()) > span)
            {
                _values.Dequeue();
            }
        }
    }

    public List<T> ToList()
    {
        lock (_gate)
        {
            return [.. _values];
        }
    }
}
