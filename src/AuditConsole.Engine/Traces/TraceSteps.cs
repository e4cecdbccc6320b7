using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Traces;

/// <summary>The steps of a trace; after its end nothing arrives and there are no passes.</summary>
internal sealed class TraceSteps(WorkloadTrace trace) : IStepSource
{
    private int _step;

    public WorkloadStep Next() => _step < trace.Steps ? trace[_step++] : default;
}
