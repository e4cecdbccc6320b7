using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Alerts;

/// <summary>The alerts of one host: judged, silenced, kept over restarts. Any thread may call.</summary>
/// <remarks>A step is in the file before anybody is told of it, so that after a kill the alert is known with its first moment.</remarks>
public sealed class AlertKeeper
{
    /// <summary>How many resolved alerts are kept.</summary>
    public const int MostPast = 100;

    /// <summary>The longest a silence may last.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(30);

    // A pending alert takes over its time from before a restart if that was short.
    private static readonly TimeSpan s_saveInterval = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly AlertFile _file;
    private readonly AlertEvaluator _evaluator;
    private readonly HostDescription _host;
    private readonly IReadOnlyList<string> _receivers;
    private readonly List<AlertStatus> _past;
    private readonly List<AlertSilence> _silences;
    private readonly string? _loadProblem;
    private string? _saveProblem;
    private DateTimeOffset _savedAt;
    private bool _dirty;
    private AlertBoard _board = new();

    /// <summary>Takes up what the last run kept.</summary>
    /// <param name="host">The host.</param>
    /// <param name="state">How its monitor is doing.</param>
    /// <param name="pollInterval">Length of one window.</param>
    /// <param name="set">What is set of the rules.</param>
    /// <param name="receivers">The keys of those who are told.</param>
    /// <param name="file">Where alerts are kept.</param>
    /// <param name="now">The time.</param>
    public AlertKeeper(
        HostDescription host, MonitorState state, TimeSpan pollInterval, IReadOnlyDictionary<string, AlertRuleOptions> set, IReadOnlyList<string> receivers, AlertFile file, DateTimeOffset now)
    {
        (_host, _receivers, _file) = (host, receivers, file);
        var kept = file.Load(host.Host, now, out _loadProblem);
        _past = [.. kept.Past];
        _silences = [.. kept.Silences];
        _evaluator = new AlertEvaluator(host, state, pollInterval, set, kept.Alerts);
        Publish(now);
    }

    /// <summary>How all alerts stand.</summary>
    public AlertBoard Board => Volatile.Read(ref _board);

    /// <summary>Takes a sample.</summary>
    public IReadOnlyList<AlertChange> Observe(Snapshot snapshot, MonitorState state, DateTimeOffset now) => Take(() => _evaluator.Observe(snapshot, state, now), now);

    /// <summary>Takes closed windows, oldest first; those that are known already change nothing.</summary>
    public IReadOnlyList<AlertChange> Observe(IReadOnlyList<PollWindow> windows, MonitorState state, DateTimeOffset now) =>
        Take(() => [.. windows.SelectMany(window => _evaluator.Observe(window, state, now))], now);

    /// <summary>Lets time pass: also when nothing is seen.</summary>
    public IReadOnlyList<AlertChange> Tick(MonitorState state, DateTimeOffset now) => Take(() => _evaluator.Judge(state, now), now);

    /// <summary>Takes what the doctor says of drift.</summary>
    public void Observe(LimitDrift drift)
    {
        lock (_gate)
        {
            _evaluator.Observe(drift);
        }
    }

    /// <summary>Silences a rule; a silence it has already is replaced.</summary>
    public AlertSilence Silence(string rule, TimeSpan time, string by, string reason, DateTimeOffset now)
    {
        lock (_gate)
        {
            var silence = new AlertSilence(rule, now, now + time, by, reason);
            _silences.RemoveAll(old => old.Rule == rule);
            _silences.Add(silence);
            Save(now);
            return silence;
        }
    }

    /// <summary>Ends the silence of a rule.</summary>
    /// <returns>The silence that ended; <see langword="null"/> when there was none.</returns>
    public AlertSilence? EndSilence(string rule, DateTimeOffset now)
    {
        lock (_gate)
        {
            var silence = _silences.Find(old => old.Rule == rule && old.Until > now);
            if (silence is not null)
            {
                _silences.Remove(silence);
                Save(now);
            }

            return silence;
        }
    }

    /// <summary>What a receiver is still to be told, the oldest firing first.</summary>
    public IReadOnlyList<AlertStatus> Owed(string receiver) =>
    [
        .. Board.Past.Where(status => status.Told.TryGetValue(receiver, out var told) && told != ToldPhase.Resolved)
            .Concat(Board.Alerts.Where(alert => alert.NeedsAttention && alert.Status.Told.GetValueOrDefault(receiver) == ToldPhase.Owed).Select(alert => alert.Status))
            .OrderBy(status => status.FiredAt),
    ];

    /// <summary>Notes that a receiver was told, so that no restart tells it again.</summary>
    /// <param name="id">The firing.</param>
    /// <param name="receiver">The receiver's key.</param>
    /// <param name="phase">What it was told.</param>
    /// <param name="now">The time.</param>
    public void Tell(string id, string receiver, ToldPhase phase, DateTimeOffset now)
    {
        lock (_gate)
        {
            AlertStatus Told(AlertStatus status) => status with { Told = new Dictionary<string, ToldPhase>(status.Told) { [receiver] = phase } };
            if (_past.FindIndex(status => status.Id == id) is >= 0 and var index)
            {
                _past[index] = Told(_past[index]);
            }
            else if (_evaluator.Rules.Select(rule => _evaluator.Of(rule.Name)).FirstOrDefault(status => status.Id == id) is { } status)
            {
                _evaluator.Tell(Told(status));
            }

            Save(now);
        }
    }

    private IReadOnlyList<AlertChange> Take(Func<IReadOnlyList<AlertChange>> judge, DateTimeOffset now)
    {
        lock (_gate)
        {
            var changes = judge();
            foreach (var change in changes)
            {
                Note(change);
            }

            _dirty |= changes.Count > 0 | _silences.RemoveAll(silence => silence.Until <= now) > 0 | Owe(now);
            var isActive = _evaluator.Rules.Any(rule => _evaluator.Of(rule.Name).State is AlertState.Pending or AlertState.Firing);
            if (_dirty || ((isActive || _saveProblem is not null) && (now - _savedAt >= s_saveInterval || now < _savedAt)))
            {
                Save(now);
            }
            else
            {
                Publish(now);
            }

            return changes;
        }
    }

    private void Note(AlertChange change)
    {
        if (change is { Before.State: AlertState.Firing, After.State: AlertState.Resolved })
        {
            _past.Insert(0, change.After);
            if (_past.Count > MostPast)
            {
                _past.RemoveAt(MostPast);
            }
        }
    }

    // Whoever is a receiver while an alert fires unsilenced hears of it, now or when it can be reached again.
    private bool Owe(DateTimeOffset now)
    {
        var any = false;
        foreach (var rule in _evaluator.Rules)
        {
            var status = _evaluator.Of(rule.Name);
            if (status.State == AlertState.Firing && SilenceOf(rule.Name, now) is null && _receivers.Any(receiver => !status.Told.ContainsKey(receiver)))
            {
                var told = new Dictionary<string, ToldPhase>(status.Told);
                foreach (var receiver in _receivers)
                {
                    told.TryAdd(receiver, ToldPhase.Owed);
                }

                _evaluator.Tell(status with { Told = told });
                any = true;
            }
        }

        return any;
    }

    private AlertSilence? SilenceOf(string rule, DateTimeOffset now) => _silences.Find(silence => silence.Rule == rule && silence.Until > now);

    private void Save(DateTimeOffset now)
    {
        _saveProblem = _file.Save(new AlertRecord
        {
            Host = _host.Host,
            Alerts = [.. _evaluator.Rules.Select(rule => _evaluator.Of(rule.Name)).Where(status => status.State != AlertState.Inactive)],
            Past = _past,
            Silences = _silences,
        });
        _savedAt = now;
        _dirty = false;
        Publish(now);
    }

    private void Publish(DateTimeOffset now) => Volatile.Write(ref _board, new AlertBoard
    {
        Alerts = [.. _evaluator.Rules.Select(rule => new AlertView(rule, _evaluator.Of(rule.Name), SilenceOf(rule.Name, now)))],
        Past = [.. _past],
        FileProblem = _saveProblem ?? _loadProblem,
    });
}
