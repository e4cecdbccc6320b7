using System.Globalization;

namespace AuditConsole.Monitoring.Changes;

/// <summary>What became of a field that was to be taken back.</summary>
public enum ReversalOutcome
{
    /// <summary>It has its old value again.</summary>
    Back,

    /// <summary>It had its old value already.</summary>
    AlreadyBack,

    /// <summary>It stands at a third value, which somebody else set, and stays there.</summary>
    ChangedMeanwhile,

    /// <summary>The audit subsystem refused.</summary>
    Refused,

    /// <summary>It was set back, and read back as something else.</summary>
    ReadBackOtherwise,
}

/// <summary>A field that was to be taken back.</summary>
/// <param name="Change">The change.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Found">The value it has now.</param>
/// <param name="Refusal">Why it was refused.</param>
public sealed record FieldReversal(FieldChange Change, ReversalOutcome Outcome, uint? Found, string? Refusal = null)
{
    /// <summary>Whether the field has its old value.</summary>
    public bool IsBack => Outcome is ReversalOutcome.Back or ReversalOutcome.AlreadyBack;

    /// <summary>The same in a sentence.</summary>
    public string Text
    {
        get
        {
            var name = ChangeFields.NameOf(Change.Field);
            return Outcome switch
            {
                ReversalOutcome.Back => Said($"{name} went back from {Change.New} to {Change.Old}."),
                ReversalOutcome.AlreadyBack => Said($"{name} stood at {Change.Old} again already."),
                ReversalOutcome.ChangedMeanwhile => Said($"{name} stays at {Found}, which somebody else set meanwhile; it was {Change.Old} before the change to {Change.New}."),
                ReversalOutcome.Refused => Said($"{name} stays at {Found}: setting it back to {Change.Old} was refused. {Refusal}"),
                _ => Said($"{name} was set back to {Change.Old} and reads as {Found}."),
            };
        }
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
