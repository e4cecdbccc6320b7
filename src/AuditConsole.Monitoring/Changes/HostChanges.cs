using System.Globalization;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Changes;

/// <summary>Changes the configuration, and takes back what nobody confirms. Runs in the monitor's loop.</summary>
internal sealed class HostChanges(HostContext context)
{
    private readonly ChangeKeeper _keeper = new(context);
    private readonly ChangeActivity _activity = new(context);

    /// <summary>Makes a change.</summary>
    /// <returns>The change; what was read back as something else is in its note.</returns>
    /// <exception cref="ChangeRefusedException">Nothing is changed, or what was is put back; the message says which.</exception>
    public async Task<ChangeRecord> ApplyAsync(AuditClient client, ConfigChangeRequest request, Requester by, CancellationToken cancellationToken)
    {
        var before = await GetAsync(client, cancellationToken).ConfigureAwait(false);
        List<FieldChange> asked = [.. request.Fields.Select(field => new FieldChange(field.Field, ChangeFields.Read(before, field.Field) ?? 0, field.Value))];
        if (Refusal(request, before) is { } refusal)
        {
            await _activity.RefusedAsync(asked, by, refusal, cancellationToken).ConfigureAwait(false);
            throw new ChangeRefusedException(refusal);
        }

        var change = new ChangeRecord
        {
            Id = Guid.NewGuid().ToString("n")[..12],
            BootId = context.Host.BootId,
            By = by,
            At = context.Now(),
            Fields = [.. asked.Where(field => field.Old != field.New)],
        };
        if (change.Fields.Count == 0)
        {
            return change with { SettledAt = change.At, Note = "Every field stands at what was asked for already, so nothing was sent." };
        }

        change = await PrepareAsync(change, request.ConfirmWithin, cancellationToken).ConfigureAwait(false);
        var applied = new List<FieldChange>();
        try
        {
            await SendAsync(client, change, applied, cancellationToken).ConfigureAwait(false);
            return await VerifyAsync(client, change, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuditException or OperationCanceledException)
        {
            // What the host has is not known. A change to be confirmed is taken back as soon as it answers.
            _keeper.Hasten();
            await _activity.InDoubtAsync(change, applied.Count).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes the pending change one for good.</summary>
    /// <exception cref="ChangeRefusedException">It is not pending, or can no longer be confirmed.</exception>
    public async Task<ChangeRecord> ConfirmAsync(string id, Requester by, CancellationToken cancellationToken)
    {
        var pending = Pending(id);
        if (_keeper.IsDue)
        {
            throw new ChangeRefusedException("The time to confirm it in is over; it is being taken back.");
        }

        var confirmed = pending with { State = ChangeState.Confirmed, SettledAt = context.Now(), Note = $"Confirmed by {by.Name}." };
        if (_keeper.TrySettle(confirmed) is { } problem)
        {
            throw new ChangeRefusedException($"{problem} It cannot be noted as confirmed, so it is taken back at its time.");
        }

        await _activity.ConfirmedAsync(confirmed, by, cancellationToken).ConfigureAwait(false);
        return confirmed;
    }

    /// <summary>Takes the pending change back because an operator asks for it.</summary>
    /// <exception cref="ChangeRefusedException">It is not pending.</exception>
    public async Task<ChangeRecord> RevertAsync(AuditClient client, string id, Requester by, CancellationToken cancellationToken)
    {
        Pending(id);
        return await TakeBackAsync(client, by, $"{by.Name} took it back.", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes up what an earlier run left, and takes back what is due. Called after each sample.</summary>
    public async Task TendAsync(AuditClient client, CancellationToken cancellationToken)
    {
        foreach (var over in _keeper.TakeUp())
        {
            await _activity.TakenBackAsync(over, Requester.Console, cancellationToken).ConfigureAwait(false);
        }

        if (_keeper.TakeProblem() is { } problem)
        {
            await _activity.ProblemAsync(problem, cancellationToken).ConfigureAwait(false);
        }

        if (_keeper.IsDue)
        {
            await TakeBackAsync(client, Requester.Console, "Nobody confirmed it in time.", cancellationToken).ConfigureAwait(false);
        }

        await _activity.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the pending change back because the console ends.</summary>
    public async Task StopAsync(AuditClient client, CancellationToken cancellationToken)
    {
        if (_keeper.Pending is not null)
        {
            await TakeBackAsync(client, Requester.Console, "The console was stopped before anybody confirmed it.", cancellationToken).ConfigureAwait(false);
        }
    }

    private string? Refusal(ConfigChangeRequest request, AuditStatus status) =>
        context.Lease.Refusal is { } held ? $"{held} Only the console that holds the lease of a host changes it."
        : ChangeRules.Refusal(request, status)
        ?? (_keeper.Pending is { } pending
            ? $"The change {pending.Id} by {pending.By.Name} waits to be confirmed until {Clock(pending.RevertsAt)} UTC. Confirm it or take it back first."
            : null);

    private ChangeRecord Pending(string id) => _keeper.Pending is { } pending && pending.Id == id
        ? pending
        : throw new ChangeRefusedException(
            _keeper.Past.FirstOrDefault(past => past.Id == id) is { } past ? $"The change {id} is over since {Clock(past.SettledAt)} UTC. {past.Note}" : $"There is no change {id}.");

    private async Task<ChangeRecord> PrepareAsync(ChangeRecord change, TimeSpan? confirmWithin, CancellationToken cancellationToken)
    {
        if (confirmWithin is not { } within)
        {
            return change;
        }

        var pending = change with
        {
            State = ChangeState.Pending,
            ConfirmWithin = within,
            RevertsAt = change.At + within,
            Due = context.Time.After(within),
        };
        if (_keeper.TryBegin(pending) is { } problem)
        {
            var refusal = $"{problem} Nothing was changed: without it the old values could not return by themselves.";
            await _activity.RefusedAsync(change.Fields, change.By, refusal, cancellationToken).ConfigureAwait(false);
            throw new ChangeRefusedException(refusal);
        }

        return pending;
    }

    private async Task SendAsync(AuditClient client, ChangeRecord change, List<FieldChange> applied, CancellationToken cancellationToken)
    {
        foreach (var field in change.Fields)
        {
            try
            {
                await SetAsync(client, field.Field, field.New, cancellationToken).ConfigureAwait(false);
            }
            catch (AuditRefusedException e)
            {
                throw new ChangeRefusedException(await PutBackAsync(client, change, applied, field, e.Message, cancellationToken).ConfigureAwait(false));
            }

            applied.Add(field);
        }
    }

    private async Task<string> PutBackAsync(
        AuditClient client, ChangeRecord change, List<FieldChange> applied, FieldChange refused, string why, CancellationToken cancellationToken)
    {
        var reversal = applied.Count == 0 ? [] : await ReverseAsync(client, applied, cancellationToken).ConfigureAwait(false);
        var rest = change.Fields.SkipWhile(field => field != refused).Skip(1).ToList();
        var text = string.Join(' ', (string[])[
            FormattableString.Invariant($"{ChangeFields.NameOf(refused.Field)} {refused.New} was refused. {why}"),
            .. reversal.Reverse().Select(field => field.Text),
            .. rest.Select(field => $"{ChangeFields.NameOf(field.Field)} was not tried."),
        ]);
        if (change.State == ChangeState.Pending)
        {
            _keeper.Settle(change.TakenBack(reversal, context.Now(), text));
        }

        await _activity.RefusedAsync([refused, .. rest], change.By, why, cancellationToken).ConfigureAwait(false);
        await _activity.PutBackAsync(change, applied, reversal, cancellationToken).ConfigureAwait(false);
        return text;
    }

    private async Task<ChangeRecord> VerifyAsync(AuditClient client, ChangeRecord change, CancellationToken cancellationToken)
    {
        var after = await GetAsync(client, cancellationToken).ConfigureAwait(false);
        foreach (var field in change.Fields)
        {
            Amend(field.Field, ChangeFields.Read(after, field.Field) ?? field.New);
        }

        List<string> otherwise = [.. change.Fields
            .Where(field => ChangeFields.Read(after, field.Field) != field.New)
            .Select(field => string.Create(CultureInfo.InvariantCulture, $"{ChangeFields.NameOf(field.Field)} was set to {field.New} and reads as {ChangeFields.Read(after, field.Field)}."))];
        change = change with { Note = otherwise.Count == 0 ? null : string.Join(' ', otherwise) };
        if (change.State == ChangeState.Applied)
        {
            change = change with { SettledAt = context.Now() };
            _keeper.Settle(change);
        }

        await _activity.ConfiguredAsync(change, after, cancellationToken).ConfigureAwait(false);
        return change;
    }

    private async Task<ChangeRecord> TakeBackAsync(AuditClient client, Requester by, string why, CancellationToken cancellationToken)
    {
        var pending = _keeper.Pending!;
        var reversal = await ReverseAsync(client, pending.Fields, cancellationToken).ConfigureAwait(false);
        var over = pending.TakenBack(reversal, context.Now(), why);
        _keeper.Settle(over);
        await _activity.TakenBackAsync(over, by, cancellationToken).ConfigureAwait(false);
        return over;
    }

    private async Task<IReadOnlyList<FieldReversal>> ReverseAsync(AuditClient client, IReadOnlyList<FieldChange> fields, CancellationToken cancellationToken)
    {
        var reversal = await Reversal.RunAsync(
            fields, () => GetAsync(client, cancellationToken), (field, value) => SetAsync(client, field, value, cancellationToken)).ConfigureAwait(false);
        foreach (var field in reversal.Where(field => field is { IsBack: true, Found: not null }))
        {
            Amend(field.Change.Field, field.Found!.Value);
        }

        return reversal;
    }

    private Task<AuditStatus> GetAsync(AuditClient client, CancellationToken cancellationToken) =>
        context.AskAsync(client, client.GetStatusAsync(CancellationToken.None), cancellationToken);

    private async Task SetAsync(AuditClient client, AuditSetting field, uint value, CancellationToken cancellationToken)
    {
        var own = context.Records.OwnSettings.Expect(ChangeFields.NameOf(field), value, context.Now());
        await context.AskAsync(client, AnsweredAsync(client.SetAsync(field, value, CancellationToken.None)), cancellationToken).ConfigureAwait(false);
        own.Answer(context.Now());
        Amend(field, value);
    }

    private static async Task<bool> AnsweredAsync(Task set)
    {
        await set.ConfigureAwait(false);
        return true;
    }

    // The next sample is held against this, so what was changed here is not taken for somebody else's doing.
    private void Amend(AuditSetting field, uint value)
    {
        context.Status = context.Status is { } status ? ChangeFields.With(status, field, value) : null;
        context.Feed.Amend(latest => latest with { Status = ChangeFields.With(latest.Status, field, value) });
    }

    private static string Clock(DateTimeOffset? at) => at?.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
