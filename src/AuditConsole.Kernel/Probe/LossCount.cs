using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Probe;

/// <summary>Cuts the counts of lost records into windows. For one thread at a time.</summary>
/// <param name="memory">What the programs write.</param>
internal sealed class LossCount(ProbeMemory memory)
{
    private readonly ulong[] _last = new ulong[Enum.GetValues<LossReason>().Length];
    private ulong _missed;

    /// <summary>What was lost since the last call.</summary>
    /// <param name="missed">How often the program has not run since the start: each time a record was lost for a reason nobody read.</param>
    public ProbeLosses Take(ulong missed)
    {
        var unread = missed - _missed;
        _missed = missed;
        return new ProbeLosses(
            Rise(LossReason.Backlog), Rise(LossReason.RateLimit), Rise(LossReason.OutOfMemory),
            Rise(LossReason.RetryOverflow), Rise(LossReason.HoldOverflow), Rise(LossReason.Other) + unread);
    }

    private ulong Rise(LossReason reason)
    {
        var before = _last[(int)reason];
        _last[(int)reason] = Volatile.Read(ref memory.Word(ProbeLayout.Losses + (int)reason));
        return _last[(int)reason] - before;
    }
}
