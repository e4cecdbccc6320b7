using Microsoft.Win32.SafeHandles;

namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>Memory that a BPF program writes and this process sees. Derived by doubles.</summary>
internal abstract class ProbeMemory() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>A word of 8 bytes. Must not be used once the memory is disposed of.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such word.</exception>
    public abstract ref ulong Word(int index);
}
