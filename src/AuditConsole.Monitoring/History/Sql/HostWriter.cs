using System.Data.Common;
using AuditConsole.Monitoring.Windows;
using Dapper;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>Writes windows of one host within a transaction, and the sums of every span that is over by them.</summary>
/// <remarks>
/// After each window the store holds, for every level, one sum for each span that ended before the span of the newest window,
/// made of exactly the windows that begin in it.
/// </remarks>
internal sealed class HostWriter : IDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly DbCommand _insert;
    private readonly string _name;
    private readonly long _id;
    private long? _newest;
    private long? _fine;
    private bool _keep;

    public HostWriter(DbConnection connection, DbTransaction transaction, string host)
    {
        (_connection, _transaction, _name) = (connection, transaction, host);
        var known = connection.QueryFirst<(long Id, long Seq, long? Fine)>("SELECT id, seq, fine_ms FROM hosts WHERE host = @host", new { host }, transaction);
        (_id, Seq, _fine) = known;
        _newest = connection.ExecuteScalar<long?>(
            "SELECT max(key) FROM windows WHERE key >= @low AND key < @high",
            new { low = RowKey.Of(_id, Level.Raw, 0), high = RowKey.EndOf(_id, Level.Raw) },
            transaction) is { } newest ? RowKey.TimeOf(newest) : null;
        _insert = WindowRow.Inserting(connection, transaction);
    }

    /// <summary>Number of the last window.</summary>
    public long Seq { get; private set; }

    /// <summary>The host's number.</summary>
    public long Id => _id;

    /// <summary>Appends the next window. One of the same start is there already after a commit whose answer was lost, and stays.</summary>
    /// <returns>The window with its number.</returns>
    public PollWindow Append(PollWindow window)
    {
        var numbered = window with { Seq = Seq + 1 };
        if (WindowRow.Insert(_insert, _id, Level.Raw, numbered))
        {
            Seq++;
            Placed(numbered);
            return numbered;
        }

        return window with
        {
            Seq = _connection.ExecuteScalar<long>(
                "SELECT seq FROM windows WHERE key = @key", new { key = RowKey.Of(_id, Level.Raw, window.From.ToUnixTimeMilliseconds()) }, _transaction),
        };
    }

    /// <summary>Adds a window from elsewhere, at whatever time.</summary>
    public void Add(PollWindow window, DateTimeOffset importedAt)
    {
        WindowRow.Insert(_insert, _id, Level.Raw, window, importedAt);
        Placed(window);
    }

    /// <summary>Makes all sums anew from the windows.</summary>
    /// <param name="keep">Whether those that are there stay as they are.</param>
    public void Rebuild(bool keep = false)
    {
        _keep = keep;
        if (!keep)
        {
            Delete(RowKey.Of(_id, Level.Last, 0), RowKey.EndOf(_id, Level.Fine));
            _fine = null;
        }

        var starts = _connection.Query<(long Key, long Length)>(
            "SELECT key, len_ms FROM windows WHERE key >= @low AND key < @high ORDER BY key",
            new { low = RowKey.Of(_id, Level.Raw, 0), high = RowKey.EndOf(_id, Level.Raw) },
            _transaction).ToList();
        _newest = null;
        foreach (var (key, length) in starts)
        {
            Advance(RowKey.TimeOf(key), length);
        }
    }

    public void Dispose() => _insert.Dispose();

    private void Placed(PollWindow window)
    {
        var from = window.From.ToUnixTimeMilliseconds();
        if (_newest is { } newest && from <= newest)
        {
            Merge(window, from, newest);
        }
        else
        {
            Advance(from, window.To.ToUnixTimeMilliseconds() - from);
        }
    }

    // The window is the newest one: the spans that the one before it lay in and this one does not are over.
    private void Advance(long from, long length)
    {
        var before = _newest;
        _newest = from;
        if (_fine is null && length < Level.ShortWindow)
        {
            _fine = Level.Floor(Level.Fine, from) == from ? from : Level.Ceiling(Level.Fine, from);
            _connection.Execute("UPDATE hosts SET fine_ms = @_fine WHERE id = @_id", new { _fine, _id }, _transaction);
        }

        if (before is not { } newest)
        {
            return;
        }

        for (var level = Level.Fine; level <= Level.Last; level++)
        {
            var over = Level.Floor(level, newest);
            if (over == Level.Floor(level, from))
            {
                return;
            }

            if (level != Level.Fine || over >= _fine)
            {
                Sum(level, over);
            }
        }
    }

    private void Sum(int level, long start)
    {
        var end = start + Level.Span(level);
        var extent = new Extent(_id, _name, new long[Level.Last + 1], _newest!.Value, _fine ?? long.MaxValue);
        if (_keep && RowSource.Read(_connection, extent, [new Segment(level, start, end)], CancellationToken.None, _transaction).Any())
        {
            return;
        }

        var segments = RangePlan.Of(extent, level - 1, start, end);
        var rows = RowSource.Read(_connection, extent, segments, CancellationToken.None, _transaction).ToList();
        WindowRow.Insert(_insert, _id, level, rows.Aggregate(WindowReduction.Join));
    }

    private void Delete(long low, long high) => _connection.Execute("DELETE FROM windows WHERE key >= @low AND key < @high", new { low, high }, _transaction);

    // Joins a window that came late to every sum that is made already.
    private void Merge(PollWindow window, long from, long newest)
    {
        var extent = new Extent(_id, _name, new long[Level.Last + 1], newest, _fine ?? long.MaxValue);
        for (var level = Level.Fine; level <= Level.Last; level++)
        {
            var start = Level.Floor(level, from);
            if (start == Level.Floor(level, newest))
            {
                return;
            }

            if (level == Level.Fine && !(start >= _fine))
            {
                continue;
            }

            Segment span = new(level, start, start + Level.Span(level));
            var sum = RowSource.Read(_connection, extent, [span], CancellationToken.None, _transaction).ToList();
            Delete(RowKey.Of(_id, level, span.From), RowKey.Of(_id, level, span.To));
            WindowRow.Insert(_insert, _id, level, sum.Append(window).Aggregate(WindowReduction.Join));
        }
    }
}
