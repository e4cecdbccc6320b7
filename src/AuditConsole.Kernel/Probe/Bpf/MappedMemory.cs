using System.Runtime.CompilerServices;

namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>The value of an array map, mapped into this process.</summary>
internal sealed unsafe class MappedMemory : ProbeMemory
{
    private readonly int _bytes;

    private MappedMemory(nint address, int bytes)
    {
        _bytes = bytes;
        SetHandle(address);
    }

    /// <exception cref="BpfRefusedException">The kernel refuses.</exception>
    public static MappedMemory Of(BpfHandle map, int bytes)
    {
        var memory = new MappedMemory(LibC.Map(0, (nuint)bytes, LibC.ProtectionReadWrite, LibC.MapShared, map, 0), bytes);
        if (memory.IsInvalid)
        {
            throw BpfRefusedException.OfLastCall(BpfStep.Memory);
        }

        return memory;
    }

    public override ref ulong Word(int index)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _bytes / sizeof(ulong));
        return ref Unsafe.AsRef<ulong>((ulong*)handle + index);
    }

    protected override bool ReleaseHandle() => LibC.Unmap(handle, (nuint)_bytes) == 0;
}
