namespace AuditConsole.Load;

/// <summary>Bytes that went over a client's connections.</summary>
public sealed class WireCount
{
    private long _received;
    private long _sent;

    /// <summary>Bytes from the server, headers and frames included. Any thread may read.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Bytes to the server.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    internal void AddReceived(int bytes) => Interlocked.Add(ref _received, bytes);

    internal void AddSent(int bytes) => Interlocked.Add(ref _sent, bytes);
}

/// <summary>A connection that counts what passes through it.</summary>
internal sealed class CountingStream(Stream inner, WireCount count) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int length)
    {
        var read = inner.Read(buffer, offset, length);
        count.AddReceived(read);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        count.AddReceived(read);
        return read;
    }

    public override void Write(byte[] buffer, int offset, int length)
    {
        inner.Write(buffer, offset, length);
        count.AddSent(length);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        count.AddSent(buffer.Length);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
