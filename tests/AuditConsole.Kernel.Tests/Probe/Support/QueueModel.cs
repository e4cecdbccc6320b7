using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Tests.Probe.Support;

/// <summary>The audit queue with the programs of full mode attached, one step at a time, and beside it what is true.</summary>
/// <param name="standing">How many records wait when the programs are attached.</param>
internal sealed class QueueModel(uint standing)
{
    private const int Map = 3;
    private const int Length = 16;
    private const ulong Queue = 0xFFFF_8880_1234_5000;

    private static readonly ulong[] s_enter = ArrivalProgram.Enter(Map, 0);
    private static readonly ulong[] s_observe = ConsumerPrograms.Observe(Map, Length, ProbeMode.Full);
    private static readonly ulong[] s_drop = LossProgram.Count(Map, 0, ProbeMode.Full);

    private Int128 _integral;

    public FakeMemory Memory { get; } = new();

    public ulong Nanoseconds { get; private set; } = 1_000;

    /// <summary>Records in the queue.</summary>
    public uint Waiting { get; private set; } = standing;

    /// <summary>Records counted in that are not in the queue yet.</summary>
    public uint UnderWay { get; private set; }

    /// <summary>The integral of both since the start, in records times nanoseconds.</summary>
    public Int128 Integral => _integral;

    public void Pass(ulong nanoseconds)
    {
        _integral += (Int128)(Waiting + UnderWay) * nanoseconds;
        Nanoseconds += nanoseconds;
    }

    public void Enter()
    {
        Run(s_enter, context: 1);
        UnderWay++;
    }

    public void Append() => (UnderWay, Waiting) = (UnderWay - 1, Waiting + 1);

    /// <summary>A record comes in by a way that no program sees.</summary>
    public void AppendUnseen() => Waiting++;

    public void Drop()
    {
        UnderWay--;
        Run(s_drop, context: 1);
    }

    /// <summary>kauditd takes a record.</summary>
    /// <param name="before">Runs before each instruction, with its number.</param>
    public void Take(Action<int>? before = null)
    {
        Waiting--;
        Memory.Words[ProbeLayout.Queue] = Queue;
        Run(s_observe, context: 0, before);
    }

    /// <summary>Runs the program of an arrival alone.</summary>
    public void RunEnter(ulong record, Action<int>? before = null) => Run(s_enter, record, before);

    private void Run(ulong[] program, ulong context, Action<int>? before = null) => new BpfMachine
    {
        Memory = Memory.Words,
        Context = [context],
        Nanoseconds = Nanoseconds,
        ReadKernel = address => address == Queue + Length ? Waiting : null,
        ReadText = _ => "rate limit exceeded",
        Before = before ?? (_ => { }),
    }.Run(program);
}
