using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Changes;

/// <summary>Takes fields back. Done twice, even by two processes at once, it does no more than done once.</summary>
internal static class Reversal
{
    /// <summary>Sets each field that still stands where the change put it to its old value; a value that somebody else set since stays.</summary>
    /// <param name="fields">The fields, in the order in which they were changed.</param>
    /// <param name="get">AUDIT_GET.</param>
    /// <param name="set">AUDIT_SET of one field.</param>
    /// <exception cref="AuditException">The audit subsystem cannot be asked; fields may or may not be back.</exception>
    public static async Task<IReadOnlyList<FieldReversal>> RunAsync(
        IReadOnlyList<FieldChange> fields, Func<Task<AuditStatus>> get, Func<AuditSetting, uint, Task> set)
    {
        var before = await get().ConfigureAwait(false);
        var outcomes = new List<FieldReversal>();
        foreach (var field in fields.Reverse())
        {
            outcomes.Add(await TakeBackAsync(field, ChangeFields.Read(before, field.Field), set).ConfigureAwait(false));
        }

        var after = await get().ConfigureAwait(false);
        return [.. outcomes.Select(outcome => Verified(outcome, ChangeFields.Read(after, outcome.Change.Field)))];
    }

    private static async Task<FieldReversal> TakeBackAsync(FieldChange field, uint? now, Func<AuditSetting, uint, Task> set)
    {
        if (now != field.New)
        {
            return new FieldReversal(field, now == field.Old ? ReversalOutcome.AlreadyBack : ReversalOutcome.ChangedMeanwhile, now);
        }

        try
        {
            await set(field.Field, field.Old).ConfigureAwait(false);
            return new FieldReversal(field, ReversalOutcome.Back, field.Old);
        }
        catch (AuditRefusedException e)
        {
            return new FieldReversal(field, ReversalOutcome.Refused, now, e.Message);
        }
    }

    private static FieldReversal Verified(FieldReversal outcome, uint? now) =>
        outcome.Outcome == ReversalOutcome.Back && now != outcome.Change.Old ? outcome with { Outcome = ReversalOutcome.ReadBackOtherwise, Found = now } : outcome;
}
