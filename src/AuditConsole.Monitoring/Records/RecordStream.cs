using System.Threading.Channels;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>Reads the stream of audit records on a connection of its own and hands what changes the status to the monitor's loop.</summary>
/// <remarks>The loop takes from <see cref="Changes"/> and never waits for it. Any thread may read the other members.</remarks>
internal sealed class RecordStream(HostFeed feed, TimeProvider time)
{
    private const int MostWaiting = 4096;
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_dismissal = TimeSpan.FromHours(1);

    private readonly Channel<StreamedChange> _changes = Channel.CreateBounded<StreamedChange>(MostWaiting);
    private readonly ProducerCounts? _producers = feed.Description.CountsProducers ? ProducerCounts.OfThisProcess() : null;
    private long _missedBefore;
    private string? _dismissed;
    private readonly Lock _connectionGate = new();
    private CancellationTokenSource? _connection;
    private long _breaks;
    private volatile bool _joined;

    public ChannelReader<StreamedChange> Changes => _changes.Reader;

    /// <summary>Whether every record arrives here now.</summary>
    public bool Joined => _joined;

    /// <summary>Rises whenever a record may have passed by unseen: on joining, on leaving, and when one was missed or could not be read.</summary>
    public long Breaks => Interlocked.Read(ref _breaks);

    /// <summary>Ends the counts of who caused records; <see langword="null"/> where none are kept, or the stream was not there.</summary>
    public WindowProducers? TakeProducers()
    {
        var missed = feed.State.Records.Missed;
        var taken = _producers?.Take(missed - _missedBefore);
        _missedBefore = missed;
        return taken is { Records: 0, Missed: 0 } && !Joined ? null : taken;
    }

    /// <summary>Leaves the stream for a while.</summary>
    /// <param name="because">What is published of it.</param>
    public void Dismiss(string because)
    {
        lock (_connectionGate)
        {
            _dismissed = because;
            _connection?.Cancel();
        }
    }

    /// <summary>Reads until cancelled; joins again, ever more patiently, when the connection fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (feed.Description.OpenReadLog is not { } open)
        {
            return;
        }

        var pause = s_shortestPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            using var connection = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Connection(connection);
            try
            {
                var transport = open();
                await using (transport.ConfigureAwait(false))
                {
                    Join();
                    pause = s_shortestPause;
                    await ReadAsync(transport, connection.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Leave("The console is stopping.");
                Connection(null);
                return;
            }
            catch (OperationCanceledException) when (connection.IsCancellationRequested)
            {
                Leave(_dismissed ?? "");
                Connection(null);
                await Task.Delay(s_dismissal, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            catch (Exception e)
            {
                Leave(e is AuditException ? e.Message : $"The reader of the records failed and starts again: {e.Message}");
            }

            Connection(null);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2;
        }
    }

    private async Task ReadAsync(IAuditTransport transport, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var datagram = await transport.ReceiveAsync(cancellationToken).ConfigureAwait(false);
                foreach (var message in NetlinkMessage.Split(datagram))
                {
                    Take(message);
                }
            }
            catch (AuditUnavailableException e) when (e.Errno == Errno.NoBufferSpace)
            {
                Miss();
            }
            catch (AuditProtocolException)
            {
                CountMalformed();
            }
        }
    }

    private void Take(NetlinkMessage message)
    {
        if (message.Header.Type != AuditMessageType.ConfigChange && _producers is null)
        {
            return;
        }

        if (!AuditRecord.TryParse(message.Header.Type, message.Payload.Span, out var record))
        {
            CountMalformed();
            return;
        }

        _producers?.Add(record!);
        if (ConfigChange.TryParse(record!, out var change) && !_changes.Writer.TryWrite(new StreamedChange(change!, record!.At)))
        {
            Miss();
        }
    }

    private void Connection(CancellationTokenSource? connection)
    {
        lock (_connectionGate)
        {
            _connection = connection;
        }
    }

    private void Join()
    {
        Interlocked.Increment(ref _breaks);
        _joined = true;
        Update(state => state with { Joined = true, Refusal = null });
    }

    private void Leave(string because)
    {
        _joined = false;
        Interlocked.Increment(ref _breaks);
        Update(state => state with { Joined = false, Refusal = because });
    }

    private void Miss()
    {
        Interlocked.Increment(ref _breaks);
        Update(state => state with { Missed = state.Missed + 1 });
    }

    private void CountMalformed()
    {
        Interlocked.Increment(ref _breaks);
        Update(state => state with { Malformed = state.Malformed + 1 });
    }

    private void Update(Func<RecordsState, RecordsState> change) => feed.Update(state => state with { Records = change(state.Records) });
}
