using System.Collections.Concurrent;
using AuditConsole.Access.Storage;

namespace AuditConsole.Access.SigningIn;

/// <summary>Requests, hub connections and circuits that last, each with who it was opened by: when they lose the right to it, it is ended. Any thread may call.</summary>
internal sealed class LiveConnections : IDisposable
{
    private readonly ConcurrentDictionary<long, (Caller Caller, Action End)> _open = new();
    private readonly AccessFile _file;
    private long _last;

    public LiveConnections(AccessFile file)
    {
        _file = file;
        _file.Ended += Check;
    }

    /// <summary>How many a session has.</summary>
    public int Count(string session) => _open.Values.Count(each => each.Caller.Session == session);

    /// <summary>Watches over one.</summary>
    /// <param name="caller">Who opened it.</param>
    /// <param name="end">Ends it; called at most once, on the thread that took the right away, and never after the result was disposed of.</param>
    /// <returns>Disposed of when it ended by itself.</returns>
    public IDisposable Add(Caller caller, Action end)
    {
        var key = Interlocked.Increment(ref _last);
        _open[key] = (caller, end);
        // What ended between the look at the request and the line above would otherwise be missed.
        if (!IsGood(caller))
        {
            End(key);
        }

        return new Entry(() => _open.TryRemove(key, out _));
    }

    /// <summary>Ends every one whose caller has lost the right to it.</summary>
    public void Check()
    {
        foreach (var (key, each) in _open)
        {
            if (!IsGood(each.Caller))
            {
                End(key);
            }
        }
    }

    public void Dispose() => _file.Ended -= Check;

    private bool IsGood(Caller caller) => caller switch
    {
        { Session: { } session } => _file.Sessions.Look(session)?.Role == caller.Role,
        { Token: Http.TokenHandler.Bootstrap } => true,
        { Token: { } token } => _file.Tokens.Look(token)?.Role == caller.Role,
        _ => true,
    };

    private void End(long key)
    {
        if (_open.TryRemove(key, out var ended))
        {
            ended.End();
        }
    }

    private sealed class Entry(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
