using System.Globalization;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Changes;

/// <summary>Writes down what became of each field of a change, one entry each. Entries wait until the history has been opened.</summary>
/// <remarks>Belongs to the monitor's loop.</remarks>
internal sealed class ChangeActivity(HostContext context)
{
    private readonly List<Activity> _waiting = [];

    public Task ConfiguredAsync(ChangeRecord change, AuditStatus after, CancellationToken cancellationToken) =>
        AddAsync(
            change.Fields.Select(field =>
            {
                var now = ChangeFields.Read(after, field.Field);
                var otherwise = now == field.New ? "" : Said($" It reads as {now}, not as it was set.");
                var returns = change.RevertsAt is { } at ? $" It returns at {at.UtcDateTime:HH:mm:ss} UTC unless confirmed." : "";
                return Entry(ActivityKind.Configured, change.By, field, Said($"{Arrow(field)}.{otherwise}{returns}"), refused: false);
            }),
            cancellationToken);

    public Task RefusedAsync(IEnumerable<FieldChange> fields, Requester by, string why, CancellationToken cancellationToken) =>
        AddAsync(fields.Select(field => Entry(ActivityKind.Configured, by, field, $"{Arrow(field)} was not made. {why}", refused: true)), cancellationToken);

    public Task PutBackAsync(ChangeRecord change, IReadOnlyList<FieldChange> applied, IReadOnlyList<FieldReversal> reversal, CancellationToken cancellationToken) =>
        AddAsync(
            [
                .. applied.Select(field => Entry(ActivityKind.Configured, change.By, field, $"{Arrow(field)}, and then another field of the change was refused.", refused: false)),
                .. reversal.Select(field => Reversed(field, change.By, "Another field of the change was refused.")),
            ],
            cancellationToken);

    /// <summary>Says of each field what is known when the host stops answering in the middle.</summary>
    /// <param name="change">The change.</param>
    /// <param name="applied">How many of its fields the host has taken.</param>
    public Task InDoubtAsync(ChangeRecord change, int applied) =>
        AddAsync(
            change.Fields.Select((field, index) => Entry(
                ActivityKind.Configured, change.By, field,
                Arrow(field) + (index < applied ? ", which could not be read back." : index == applied ? " was sent, and no answer came: the field may stand at either value." : " was not tried."),
                refused: index > applied)),
            // The console may be stopping, and this is all that is left of the change.
            CancellationToken.None);

    public Task ConfirmedAsync(ChangeRecord change, Requester by, CancellationToken cancellationToken) =>
        AddAsync(
            change.Fields.Select(field => Entry(ActivityKind.ChangeConfirmed, by, field, Said($"{ChangeFields.NameOf(field.Field)} stays at {field.New}: the change was confirmed."), refused: false)),
            cancellationToken);

    public Task TakenBackAsync(ChangeRecord over, Requester by, CancellationToken cancellationToken) =>
        AddAsync(
            over.Reversal.Count > 0
                ? over.Reversal.Select(field => Reversed(field, by, over.Note) with { At = over.SettledAt ?? context.Now() })
                : over.Fields.Select(field => Entry(ActivityKind.ChangeReverted, by, field with { Old = field.New, New = field.Old }, $"{Arrow(field)}: {over.Note}", refused: true)),
            cancellationToken);

    public Task ProblemAsync(string problem, CancellationToken cancellationToken) =>
        AddAsync([new Activity(context.Host.Host, context.Now(), ActivityKind.ChangeReverted, Activity.Console, null, null, problem) { Refused = true }], cancellationToken);

    /// <summary>Hands on what waits, once the history has been opened.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (context.Keeper is null || _waiting.Count == 0)
        {
            return;
        }

        List<Activity> entries = [.. _waiting];
        _waiting.Clear();
        foreach (var entry in entries)
        {
            await context.RecordAsync(entry, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task AddAsync(IEnumerable<Activity> entries, CancellationToken cancellationToken)
    {
        _waiting.AddRange(entries);
        return FlushAsync(cancellationToken);
    }

    private Activity Reversed(FieldReversal reversal, Requester by, string? why) =>
        Entry(
            ActivityKind.ChangeReverted, by, reversal.Change with { Old = reversal.Change.New, New = reversal.Change.Old }, $"{reversal.Text} {why}", refused: !reversal.IsBack);

    private Activity Entry(ActivityKind kind, Requester by, FieldChange field, string text, bool refused) =>
        new(context.Host.Host, context.Now(), kind, by.Name, null, null, text)
        {
            Origin = by.Origin,
            Reason = by.Reason,
            Field = ChangeFields.NameOf(field.Field),
            OldValue = field.Old,
            NewValue = field.New,
            Refused = refused,
        };

    private static string Arrow(FieldChange field) => Said($"{ChangeFields.NameOf(field.Field)} {field.Old} → {field.New}");

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
