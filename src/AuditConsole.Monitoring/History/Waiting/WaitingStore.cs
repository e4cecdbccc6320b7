namespace AuditConsole.Monitoring.History.Waiting;

/// <summary>Windows and activity that the history has not taken yet: in memory, and the windows in a file too while there is trouble. Any thread may call.</summary>
/// <remarks>The file is written by a task of its own: a disk that hangs holds nobody up.</remarks>
internal sealed class WaitingStore(WaitingFile file, int most)
{
    private readonly Lock _gate = new();
    private readonly WaitingWindows _windows = new(most);
    private readonly Queue<Activity> _activity = new();
    private Task _saving = Task.CompletedTask;
    private bool _isSaving;
    private bool _isChanged;
    private bool _isInFile;
    private int _ofEarlierRun;

    // What an earlier run left must not be written over before it is read.
    private bool _isRead;

    public (int Windows, long Joined, long DroppedActivity) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_windows.Count, _windows.Joined, DroppedActivity);
            }
        }
    }

    private long DroppedActivity { get; set; }

    public void Add(UncommittedWindow window)
    {
        lock (_gate)
        {
            _windows.Add(window);
            if (_isInFile)
            {
                Save();
            }
        }
    }

    public void Add(Activity activity)
    {
        lock (_gate)
        {
            _activity.Enqueue(activity);
            if (_activity.Count > most)
            {
                _activity.Dequeue();
                DroppedActivity++;
            }
        }
    }

    /// <summary>Takes in what an earlier run left; does nothing the second time.</summary>
    /// <returns>How many of its windows cannot be read back.</returns>
    public int ReadFile()
    {
        if (_isRead)
        {
            return 0;
        }

        var left = file.Read(out var unreadable);
        lock (_gate)
        {
            _windows.AddFirst(left);
            _ofEarlierRun = left.Count;
            (_isRead, _isInFile) = (true, left.Count > 0 || unreadable > 0);
        }

        return unreadable;
    }

    public IReadOnlyList<UncommittedWindow> NextWindows()
    {
        lock (_gate)
        {
            return _windows.Next();
        }
    }

    /// <summary>The first <paramref name="count"/> windows are committed.</summary>
    /// <returns>How many of them are of an earlier run.</returns>
    public int Committed(int count)
    {
        lock (_gate)
        {
            _windows.Committed(count);
            var earlier = Math.Min(count, _ofEarlierRun);
            _ofEarlierRun -= earlier;
            if (_windows.Count == 0 && _isInFile)
            {
                _isInFile = false;
                Save();
            }

            return earlier;
        }
    }

    public Activity? NextActivity()
    {
        lock (_gate)
        {
            return _activity.TryPeek(out var next) ? next : null;
        }
    }

    public void Committed(Activity activity)
    {
        lock (_gate)
        {
            // It may have been dropped meanwhile.
            if (_activity.TryPeek(out var next) && next == activity)
            {
                _activity.Dequeue();
            }
        }
    }

    /// <summary>The history refused what was to be committed next, or did not answer.</summary>
    public void Failed()
    {
        lock (_gate)
        {
            _windows.Failed();
            if (_isRead && _windows.Count > 0 && !_isInFile)
            {
                _isInFile = true;
                Save();
            }
        }
    }

    /// <summary>Waits until the file holds what waits.</summary>
    public Task SavedAsync()
    {
        lock (_gate)
        {
            return _saving;
        }
    }

    private void Save()
    {
        _isChanged = true;
        if (!_isSaving)
        {
            _isSaving = true;
            _saving = Task.Run(SaveAll);
        }
    }

    private void SaveAll()
    {
        while (true)
        {
            UncommittedWindow[] windows;
            lock (_gate)
            {
                if (!_isChanged)
                {
                    _isSaving = false;
                    return;
                }

                _isChanged = false;
                windows = _isInFile ? [.. _windows.All] : [];
            }

            if (windows.Length > 0)
            {
                file.Replace(windows);
            }
            else
            {
                file.Clear();
            }
        }
    }
}
