namespace AuditConsole.Engine.Workload;

/// <summary>What one millisecond brings: records that arrive, then a pass of kauditd, if it gets to make one.</summary>
/// <param name="Arrivals">Records that producers log, 0 or more.</param>
/// <param name="Service">Records that kauditd's pass takes from the main queue at most; 0 means that there is no pass.</param>
public readonly record struct WorkloadStep(int Arrivals, int Service);

/// <summary>Steps of one millisecond, one after another. For one thread.</summary>
internal interface IStepSource
{
    /// <summary>The next step.</summary>
    WorkloadStep Next();
}
