namespace AuditConsole.Alerts;

/// <summary>A silence that a user asks for.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Time">How long.</param>
/// <param name="Reason">Why; may be empty.</param>
public sealed record SilenceChoice(string Rule, TimeSpan Time, string Reason);
