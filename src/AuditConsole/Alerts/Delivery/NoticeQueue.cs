using AuditConsole.Monitoring.Alerts;

namespace AuditConsole.Alerts.Delivery;

/// <summary>What waits for one receiver, the oldest first. Any thread may call.</summary>
/// <remarks>
/// Of one firing only the newest word waits, in its old place: that it is resolved says all that "it fires" would have. Beyond the
/// bound the oldest of those that are over is dropped, before one that still fires.
/// </remarks>
public sealed class NoticeQueue(int most)
{
    private const int MostTold = 1000;
    private readonly Lock _gate = new();
    private readonly List<AlertNotice> _waiting = [];
    private readonly Dictionary<string, ToldPhase> _told = new(StringComparer.Ordinal);
    private readonly Queue<string> _toldInOrder = new();

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>The next to be told; <see langword="null"/> when none waits.</summary>
    public AlertNotice? Head
    {
        get
        {
            lock (_gate)
            {
                return _waiting is [var head, ..] ? head : null;
            }
        }
    }

    /// <summary>Lets a notice wait, unless the receiver was told as much already.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="again">Whether it is told again what it was told.</param>
    /// <returns>A notice that was dropped for want of room.</returns>
    public AlertNotice? Put(AlertNotice notice, bool again = false)
    {
        lock (_gate)
        {
            var at = _waiting.FindIndex(other => other.Id == notice.Id);
            if (at >= 0)
            {
                _waiting[at] = _waiting[at].Phase > notice.Phase ? _waiting[at] : notice;
                return null;
            }

            if (_told.TryGetValue(notice.Id, out var told) && (again ? told > notice.Phase : told >= notice.Phase))
            {
                return null;
            }

            _waiting.Add(notice);
            if (_waiting.Count <= most)
            {
                return null;
            }

            var over = _waiting.FindIndex(other => other.Phase == ToldPhase.Resolved);
            var dropped = _waiting[Math.Max(over, 0)];
            _waiting.Remove(dropped);
            Told(dropped);
            return dropped;
        }
    }

    /// <summary>Takes away what was told, and what came meanwhile and says the same of the same firing. That it is resolved stays, when that it fires was told.</summary>
    public void Done(AlertNotice notice)
    {
        lock (_gate)
        {
            _waiting.RemoveAll(other => other.Id == notice.Id && other.Phase <= notice.Phase);
            Told(notice);
        }
    }

    private void Told(AlertNotice notice)
    {
        if (_told.TryAdd(notice.Id, notice.Phase))
        {
            _toldInOrder.Enqueue(notice.Id);
            if (_toldInOrder.Count > MostTold)
            {
                _told.Remove(_toldInOrder.Dequeue());
            }
        }
        else if (notice.Phase > _told[notice.Id])
        {
            _told[notice.Id] = notice.Phase;
        }
    }
}
