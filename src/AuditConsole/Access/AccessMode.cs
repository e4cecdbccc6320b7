namespace AuditConsole.Access;

/// <summary>Whether people sign in here.</summary>
/// <param name="Open">Nobody does: the figures are simulated, and only this machine reaches them.</param>
public sealed record AccessMode(bool Open);
