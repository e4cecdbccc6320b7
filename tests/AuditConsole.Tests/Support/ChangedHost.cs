using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Tests.Support;

/// <summary>A monitor that notes what it is asked to change, and answers as a test tells it to.</summary>
internal sealed class ChangedHost(HostDescription? host = null) : IHostMonitor
{
    public HostFeed Feed { get; } = new(host ?? Sample.Host(), Sample.Since);

    public List<string> Asked { get; } = [];

    /// <summary>How the next request fails; null when it does not.</summary>
    public Exception? Failure { get; set; }

    public static ChangeRecord Pending(TimeProvider time) => new()
    {
        Id = "one",
        BootId = "boot",
        By = new Requester("ana", null),
        At = time.GetUtcNow(),
        Fields = [new FieldChange(AuditSetting.BacklogLimit, 2048, 8192)],
        State = ChangeState.Pending,
        RevertsAt = time.GetUtcNow().AddSeconds(60),
        Due = time.GetTimestamp() + (60 * time.TimestampFrequency),
        ConfirmWithin = TimeSpan.FromSeconds(60),
    };

    public void Publish(Func<MonitorState, MonitorState> change) => Feed.Update(change);

    public Task<ChangeRecord> ChangeAsync(ConfigChangeRequest request, Requester by, CancellationToken cancellationToken)
    {
        var fields = request.Fields.Select(asked => new FieldChange(asked.Field, ChangeFields.Read(Feed.Latest!.Status, asked.Field) ?? 0, asked.Value)).ToList();
        return Answer(
            $"{string.Join(' ', fields.Select(field => $"{ChangeFields.NameOf(field.Field)}={field.New}"))} within {request.ConfirmWithin?.TotalSeconds} because {by.Reason}",
            new ChangeRecord { Id = "two", BootId = "boot", By = by, At = Sample.Now, Fields = fields, State = request.ConfirmWithin is null ? ChangeState.Applied : ChangeState.Pending, RevertsAt = Sample.Now + request.ConfirmWithin });
    }

    public Task<ChangeRecord> ConfirmChangeAsync(string id, Requester by, CancellationToken cancellationToken) => End($"confirm {id}", ChangeState.Confirmed);

    public Task<ChangeRecord> RevertChangeAsync(string id, Requester by, CancellationToken cancellationToken) => End($"revert {id}", ChangeState.Reverted);

    public Task<ResetResult> ResetCounterAsync(AuditCounter counter, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ResetResult> ResetMarkAsync(ResetKind kind, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task NoteAsync(ActivityKind kind, Requester by, string text, CancellationToken cancellationToken) => throw new NotSupportedException();

    private Task<ChangeRecord> End(string what, ChangeState state)
    {
        var over = Feed.State.PendingChange! with { State = state };
        if (Failure is null)
        {
            Publish(now => now with { PendingChange = null, PastChanges = [over] });
        }

        return Answer(what, over);
    }

    private Task<ChangeRecord> Answer(string what, ChangeRecord change)
    {
        Asked.Add(what);
        return Failure is null ? Task.FromResult(change) : Task.FromException<ChangeRecord>(Failure);
    }
}
