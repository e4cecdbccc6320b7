namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>What bpf(2) is asked for: <c>enum bpf_cmd</c>.</summary>
internal enum BpfCommand
{
    MapCreate = 0,
    ProgramLoad = 5,
    ObjectGetInfo = 15,
    RawTracepointOpen = 17,
    LinkCreate = 28,
}

/// <summary>Where a program may run: <c>enum bpf_prog_type</c>.</summary>
internal enum BpfProgramType : uint
{
    SocketFilter = 1,
    Kprobe = 2,
    Tracing = 26,
}

/// <summary>How a program is attached: <c>enum bpf_attach_type</c>.</summary>
internal enum BpfAttachType : uint
{
    None = 0,
    TraceFentry = 24,
    PerfEvent = 41,
}
