using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Monitoring.Changes;

/// <summary>What is pending and what is over, in memory, in the journal and in the feed. Belongs to the monitor's loop.</summary>
internal sealed class ChangeKeeper(HostContext context)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    private readonly ChangeJournal? _journal = context.Options.ChangeFile is { } path ? new ChangeJournal(path) : null;
    private KeptChanges _kept = new() { Host = context.Host.Host };
    private bool _takenUp;
    private bool _unsaved;
    private long _retryAt;
    private string? _problem;

    public ChangeRecord? Pending => _kept.Pending;

    public IReadOnlyList<ChangeRecord> Past => _kept.Past;

    /// <summary>Whether the pending change is to be taken back now.</summary>
    public bool IsDue => _kept.Pending is { Due: { } due } && context.Time.GetTimestamp() >= due;

    /// <summary>Keeps a change that is about to be sent, and has it guarded.</summary>
    /// <returns>Why it cannot be; nothing may be sent then.</returns>
    public string? TryBegin(ChangeRecord pending)
    {
        if (_journal is null)
        {
            return "This console has no file to keep the old values in.";
        }

        var before = _kept;
        if (Save(before with { Pending = pending }) is { } problem)
        {
            return problem;
        }

        if (Guard() is { } unguarded)
        {
            Save(before);
            return unguarded;
        }

        return null;
    }

    /// <summary>Ends a change.</summary>
    /// <returns>Why that cannot be written; it is pending still then.</returns>
    public string? TrySettle(ChangeRecord over) => Save(_kept.With(over));

    /// <summary>Ends a change; what cannot be written now is written later.</summary>
    public void Settle(ChangeRecord over)
    {
        _unsaved = Save(_kept.With(over)) is not null;
        if (_unsaved)
        {
            _kept = _kept.With(over);
            Publish();
        }
    }

    /// <summary>The pending change is to be taken back at once.</summary>
    public void Hasten()
    {
        if (_kept.Pending is { } pending)
        {
            _kept = _kept with { Pending = pending with { Due = context.Time.GetTimestamp(), RevertsAt = context.Now() } };
            _unsaved = Save(_kept) is not null;
        }
    }

    /// <summary>Once, takes up what an earlier run left; without the lease that is another console's.</summary>
    /// <returns>Changes whose end has yet to be written down as activity.</returns>
    public IReadOnlyList<ChangeRecord> TakeUp()
    {
        if (_unsaved && context.Time.GetTimestamp() >= _retryAt)
        {
            _retryAt = context.Time.After(s_retry);
            _unsaved = Save(_kept) is not null;
        }

        if (_takenUp || _journal is null || context.Lease.Refusal is not null)
        {
            return [];
        }

        _takenUp = true;
        _kept = _journal.Load(context.Host.Host, context.Now(), out _problem);
        if (_kept.Pending is { } pending && pending.BootId != context.Host.BootId)
        {
            var system = context.Host.Source == HostSource.Engine ? "engine was started" : "machine was booted";
            _kept = _kept.With(pending with { State = ChangeState.Left, SettledAt = context.Now(), IsUntold = true, Note = $"The {system} anew since, which set its own values; nothing was taken back." });
        }
        else if (_kept.Pending is not null)
        {
            // Whatever ended the last run may have ended its guardian too.
            _problem = Guard() ?? _problem;
        }

        List<ChangeRecord> untold = [.. _kept.Past.Where(past => past.IsUntold)];
        if (untold.Count > 0)
        {
            _kept = _kept with { Past = [.. _kept.Past.Select(past => past with { IsUntold = false })] };
            _unsaved = Save(_kept) is not null;
        }

        Publish();
        return untold;
    }

    /// <summary>What went wrong with the journal at the start, once.</summary>
    public string? TakeProblem()
    {
        var problem = _problem;
        _problem = null;
        return problem;
    }

    private string? Guard()
    {
        try
        {
            context.Host.GuardChange?.Invoke(_journal!.Path);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or IOException)
        {
            return $"The process that takes the change back if this console ends cannot be started ({e.Message.TrimEnd('.')}).";
        }
    }

    private string? Save(KeptChanges kept)
    {
        var problem = _journal?.Save(kept);
        if (problem is null)
        {
            _kept = kept;
            Publish();
        }

        return problem;
    }

    private void Publish() => context.Feed.Update(state => state with { PendingChange = _kept.Pending, PastChanges = _kept.Past });
}
