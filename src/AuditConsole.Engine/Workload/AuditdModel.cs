namespace AuditConsole.Engine.Workload;

/// <summary>How an auditd reads what kauditd sends it: at a rate, with stalls of exponential length, as on a disk that is slow to flush.</summary>
/// <param name="ReadsPerStep">Records that it reads per millisecond while it reads.</param>
/// <param name="StallsPerStep">Chance, in each millisecond, that a stall begins.</param>
/// <param name="StallMean">Mean length of a stall, in ms.</param>
public sealed record AuditdModel(int ReadsPerStep, double StallsPerStep, double StallMean);
