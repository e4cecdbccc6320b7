namespace AuditConsole.Monitoring.History;

/// <summary>An entry as it is kept: numbered, and linked to the one before.</summary>
/// <param name="Number">Its place among the entries of its host, from 1, in the order they were written down.</param>
/// <param name="Hash">What <see cref="ActivityChain.Hash"/> made of it, 64 hexadecimal digits.</param>
/// <param name="Entry">The entry.</param>
public sealed record KeptActivity(long Number, string Hash, Activity Entry);
