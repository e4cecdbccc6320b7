namespace AuditConsole.Kernel.Probe;

/// <summary>What came of starting a probe. Immutable.</summary>
/// <param name="Probe">The probe, attached; <see langword="null"/> where every way was refused. The caller disposes of it.</param>
/// <param name="Refusals">Why each way tried before was refused, one sentence each, in the order they were tried; empty where the first one worked.</param>
/// <param name="Without">What the probe does not see, and why, one sentence each; empty where it sees all that was asked for.</param>
public sealed record ProbeStart(AuditProbe? Probe, IReadOnlyList<string> Refusals, IReadOnlyList<string> Without);
