using Microsoft.Win32.SafeHandles;

namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>A descriptor of a map, a program or what attaches a program. Its last copy closed, the kernel takes the thing away.</summary>
/// <remarks>The kernel closes it on exec and when the process ends, however it ends. Derived by doubles.</remarks>
internal class BpfHandle() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    public BpfHandle(int descriptor)
        : this() => SetHandle(descriptor);

    /// <summary>The number, for an instruction or an attribute; only while the handle is kept alive.</summary>
    public int Descriptor => (int)handle;

    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}
