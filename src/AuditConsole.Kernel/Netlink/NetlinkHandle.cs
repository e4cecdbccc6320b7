using Microsoft.Win32.SafeHandles;

namespace AuditConsole.Kernel.Netlink;

/// <summary>A descriptor that is closed once nobody is inside a call on it any more.</summary>
internal sealed class NetlinkHandle() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => LibC.Close(handle) == 0;
}
