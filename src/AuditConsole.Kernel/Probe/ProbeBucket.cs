namespace AuditConsole.Kernel.Probe;

/// <summary>How many records left a backlog of about one size.</summary>
/// <param name="From">The lowest backlog, in records, the record that left counted in.</param>
/// <param name="To">The highest backlog (inclusive).</param>
/// <param name="Records">How many; at least 1.</param>
public readonly record struct ProbeBucket(uint From, uint To, ulong Records);
