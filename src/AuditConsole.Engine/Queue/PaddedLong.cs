using System.Runtime.InteropServices;

namespace AuditConsole.Engine.Queue;

/// <summary>A number with a cache line of 64 bytes to itself, wherever the object that holds it begins.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct PaddedLong
{
    [FieldOffset(64)]
    public long Value;
}
