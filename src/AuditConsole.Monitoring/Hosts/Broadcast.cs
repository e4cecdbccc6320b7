using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Hands each value to every reader. A reader that falls behind loses the oldest values, never the newest, and holds up nobody.</summary>
internal sealed class Broadcast<T>(int waiting)
{
    private readonly Lock _gate = new();
    private Channel<T>[] _readers = [];

    public void Publish(T value)
    {
        foreach (var reader in Volatile.Read(ref _readers))
        {
            reader.Writer.TryWrite(value);
        }
    }

    public async IAsyncEnumerable<T> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = Channel.CreateBounded<T>(new BoundedChannelOptions(waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
        {
            _readers = [.. _readers, reader];
        }

        try
        {
            await foreach (var value in reader.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return value;
            }
        }
        finally
        {
            lock (_gate)
            {
                _readers = [.. _readers.Where(other => other != reader)];
            }
        }
    }
}
