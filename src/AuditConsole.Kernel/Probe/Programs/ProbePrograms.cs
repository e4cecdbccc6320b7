using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Btf;

namespace AuditConsole.Kernel.Probe.Programs;

/// <summary>Where a program goes: what is loaded, and the function it is attached to.</summary>
internal sealed record HookedProgram(BpfProgram Program, string Function);

/// <summary>The programs of a probe as one way of attaching them needs them.</summary>
/// <param name="hook">The way.</param>
/// <param name="calls">Where a kprobe finds arguments.</param>
/// <param name="btf">Where fentry finds functions.</param>
/// <param name="length">Where <c>qlen</c> is in <c>struct sk_buff_head</c>, in bytes.</param>
internal sealed class ProbePrograms(ProbeHook hook, BpfSystemCalls calls, BtfImage btf, int length)
{
    private int FirstArgument => hook == ProbeHook.Fentry ? ConsumerPrograms.FirstTrampolineArgument : calls.FirstArgument;

    private int ThirdArgument => hook == ProbeHook.Fentry ? ConsumerPrograms.ThirdTrampolineArgument : calls.ThirdArgument;

    /// <summary>Why this way cannot attach to a function; <see langword="null"/> where nothing is known against it.</summary>
    public string? Lacks(string function) => hook == ProbeHook.Fentry && btf.FunctionId(function) is null
        ? $"fentry has nothing to attach to: this kernel's BTF lists no function {function}."
        : null;

    public HookedProgram Queue(int map) => At(ConsumerPrograms.QueueFunction, "audit_queue", ConsumerPrograms.Learn(map, ThirdArgument));

    public HookedProgram Record(int map, ProbeMode mode) =>
        At(ConsumerPrograms.RecordFunction, "audit_record", ConsumerPrograms.Observe(map, length, mode));

    public HookedProgram Arrival(int map) => At(ArrivalProgram.Function, "audit_arrival", ArrivalProgram.Enter(map, FirstArgument));

    public HookedProgram Loss(int map, ProbeMode mode) => At(LossProgram.Function, "audit_loss", LossProgram.Count(map, FirstArgument, mode));

    private HookedProgram At(string function, string name, ulong[] instructions) => new(
        hook == ProbeHook.Fentry
            ? new BpfProgram(name, BpfProgramType.Tracing, instructions, BpfAttachType.TraceFentry, btf.FunctionId(function)!.Value)
            : new BpfProgram(name, BpfProgramType.Kprobe, instructions),
        function);
}
