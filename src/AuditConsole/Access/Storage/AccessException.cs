namespace AuditConsole.Access.Storage;

/// <summary>Accounts, tokens or sessions cannot be kept or changed as asked; the message says why, and what is accepted.</summary>
public sealed class AccessException(string message, Exception? inner = null) : Exception(message, inner);
