using AuditConsole.Kernel.Probe.Bpf;

namespace AuditConsole.Kernel.Tests.Probe.Support;

/// <summary>A kernel that writes down what it is asked and refuses what a test wants it to.</summary>
internal sealed class FakeBpfKernel : IBpfKernel
{
    private int _descriptor = 100;

    /// <summary>What happened, in its order: what was opened by its name, what was closed with a minus before it.</summary>
    public List<string> Events { get; } = [];

    /// <summary>Decides by the name of what is asked for.</summary>
    public Func<string, BpfRefusedException?> Refuse { get; init; } = _ => null;

    public Dictionary<string, BpfProgram> Programs { get; } = [];

    public FakeMemory? Memory { get; private set; }

    public ulong? Misses { get; set; } = 0;

    public ulong? Nmissed { get; set; } = 0;

    public ulong? Lockable { get; init; }

    /// <summary>Runs when a program was loaded.</summary>
    public Action<BpfProgram> Loaded { get; set; } = _ => { };

    public BpfHandle CreateArray(string name, int valueSize) => Open("map");

    public ProbeMemory MapMemory(BpfHandle array, int valueSize)
    {
        Open("memory").SetHandleAsInvalid();
        return Memory = new FakeMemory(() => Events.Add("-memory"));
    }

    public BpfHandle Load(BpfProgram program)
    {
        var handle = Open(program.Name);
        Programs[program.Name] = program;
        Loaded(program);
        return handle;
    }

    public BpfHandle AttachTracing(BpfHandle program) => Open("fentry");

    public BpfHandle AttachKprobe(BpfHandle program, string function) => Open($"kprobe {function}");

    public ulong? RecursionMisses(BpfHandle program) => Misses;

    public ulong? KprobeMisses(BpfHandle kprobe) => Nmissed;

    public ulong? RaiseLockedMemory() => Lockable;

    private FakeHandle Open(string name)
    {
        if (Refuse(name) is { } refusal)
        {
            throw refusal;
        }

        Events.Add(name);
        return new FakeHandle(_descriptor++, () => Events.Add($"-{name}"));
    }

    private sealed class FakeHandle(int descriptor, Action closed) : BpfHandle(descriptor)
    {
        protected override bool ReleaseHandle()
        {
            closed();
            return true;
        }
    }
}
