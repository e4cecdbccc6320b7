namespace AuditConsole.Monitoring.Alerts;

/// <summary>A rule of which nobody is told for a while. Its alert goes on being judged and shown.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">Until when.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Reason">Why, in their words; may be empty.</param>
public sealed record AlertSilence(string Rule, DateTimeOffset From, DateTimeOffset Until, string By, string Reason);
