using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Tests.Probe.Support;

/// <summary>What the programs write, in an array.</summary>
internal sealed class FakeMemory : ProbeMemory
{
    private readonly Action _released;

    public FakeMemory(Action? released = null)
    {
        _released = released ?? (() => { });
        SetHandle(1);
    }

    public ulong[] Words { get; } = new ulong[ProbeLayout.Words];

    public override ref ulong Word(int index) => ref Words[index];

    protected override bool ReleaseHandle()
    {
        _released();
        return true;
    }
}
