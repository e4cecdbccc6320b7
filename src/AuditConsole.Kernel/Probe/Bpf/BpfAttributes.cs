using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>Sixteen bytes of a name that ends with a zero.</summary>
[InlineArray(Size)]
internal struct BpfName
{
    public const int Size = 16;

    private byte _first;

    /// <summary>The name, cut off after fifteen characters; letters, digits and underscores are accepted by the kernel.</summary>
    public static BpfName Of(string name)
    {
        var bytes = default(BpfName);
        for (var i = 0; i < Math.Min(name.Length, Size - 1); i++)
        {
            bytes[i] = (byte)name[i];
        }

        return bytes;
    }
}

/// <summary><c>union bpf_attr</c> of BPF_MAP_CREATE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapCreateAttributes
{
    public const uint Array = 2;
    public const uint Mmapable = 1 << 10;

    public uint Type;
    public uint KeySize;
    public uint ValueSize;
    public uint MaxEntries;
    public uint Flags;
    public uint InnerMap;
    public uint NumaNode;
    public BpfName Name;
    private readonly uint _pad;
}

/// <summary><c>union bpf_attr</c> of BPF_PROG_LOAD, up to the function attached to.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProgramLoadAttributes
{
    public BpfProgramType Type;
    public uint InstructionCount;
    public nint Instructions;
    public nint License;
    public uint LogLevel;
    public uint LogSize;
    public nint Log;
    public uint KernelVersion;
    public uint Flags;
    public BpfName Name;
    public uint InterfaceIndex;
    public BpfAttachType ExpectedAttachType;
    public uint Btf;
    public uint FunctionInfoSize;
    public ulong FunctionInfo;
    public uint FunctionInfoCount;
    public uint LineInfoSize;
    public ulong LineInfo;
    public uint LineInfoCount;
    public uint AttachBtfId;
    public uint AttachProgram;
    private readonly uint _pad;
}

/// <summary><c>union bpf_attr</c> of BPF_RAW_TRACEPOINT_OPEN; without a name it attaches to what the program was loaded for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RawTracepointAttributes
{
    public ulong Name;
    public int Program;
    private readonly uint _pad;
}

/// <summary><c>union bpf_attr</c> of BPF_LINK_CREATE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkCreateAttributes
{
    public int Program;
    public int Target;
    public BpfAttachType AttachType;
    public uint Flags;
}

/// <summary><c>union bpf_attr</c> of BPF_OBJ_GET_INFO_BY_FD.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ObjectInfoAttributes
{
    public int Descriptor;
    public uint Length;
    public nint Info;
}

/// <summary><c>struct perf_event_attr</c> of a kprobe, in the length of <c>PERF_ATTR_SIZE_VER1</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KprobeAttributes
{
    public const int Length = 72;
    public const nint CloseOnExec = 8;

    public uint Type;
    public uint Size;
    public ulong Config;
    public ulong SamplePeriod;
    public ulong SampleType;
    public ulong ReadFormat;
    public ulong Flags;
    public uint Wakeup;
    public uint BreakpointType;
    public nint Function;
    public ulong FunctionOffset;
}
