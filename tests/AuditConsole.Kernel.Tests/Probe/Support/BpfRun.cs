using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Probe.Support;

/// <summary>Runs a program that takes a packet many times over inside the kernel, attached to nothing: BPF_PROG_TEST_RUN.</summary>
internal static class BpfRun
{
    private const int TestRun = 10;
    private const int AttributeSize = 40;
    private const int SmallestPacket = 64;

    /// <returns>Whether all repetitions ran; a signal ends a run early.</returns>
    public static bool Repeat(BpfSystemCalls calls, BpfHandle program, uint repetitions)
    {
        var packet = GCHandle.Alloc(new byte[SmallestPacket], GCHandleType.Pinned);
        var attributes = new byte[AttributeSize];
        BinaryPrimitives.WriteInt32LittleEndian(attributes, program.Descriptor);
        BinaryPrimitives.WriteInt32LittleEndian(attributes.AsSpan(8), SmallestPacket);
        BinaryPrimitives.WriteInt64LittleEndian(attributes.AsSpan(16), packet.AddrOfPinnedObject());
        BinaryPrimitives.WriteUInt32LittleEndian(attributes.AsSpan(32), repetitions);
        var pinned = GCHandle.Alloc(attributes, GCHandleType.Pinned);
        try
        {
            var failed = LibC.Bpf(calls.Bpf, TestRun, pinned.AddrOfPinnedObject(), AttributeSize) < 0;
            var errno = Marshal.GetLastPInvokeError();
            Assert.True(!failed || errno == Errno.Interrupted, $"BPF_PROG_TEST_RUN was refused with {BpfRefusedException.Name(errno)}.");
            return !failed;
        }
        finally
        {
            pinned.Free();
            packet.Free();
        }
    }
}
