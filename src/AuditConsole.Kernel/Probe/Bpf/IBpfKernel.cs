namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>What a probe asks of the kernel. What makes or attaches something throws a <see cref="BpfRefusedException"/> where it is refused.</summary>
internal interface IBpfKernel
{
    /// <summary>Makes room for maps and programs where this kernel counts them against RLIMIT_MEMLOCK.</summary>
    /// <returns>The bytes they may take; <see langword="null"/> where nothing limits them.</returns>
    ulong? RaiseLockedMemory();

    /// <summary>An array map with one value that can be mapped.</summary>
    BpfHandle CreateArray(string name, int valueSize);

    ProbeMemory MapMemory(BpfHandle array, int valueSize);

    BpfHandle Load(BpfProgram program);

    /// <summary>Attaches a program to the function it was loaded for; disposing of the handle detaches it.</summary>
    BpfHandle AttachTracing(BpfHandle program);

    /// <summary>Attaches a program to the beginning of a function; disposing of the handle detaches it.</summary>
    BpfHandle AttachKprobe(BpfHandle program, string function);

    /// <summary>How often the kernel skipped a program since it was loaded; <see langword="null"/> where it does not tell (before Linux 5.12).</summary>
    ulong? RecursionMisses(BpfHandle program);

    /// <summary>How often a kprobe was not handled since it was attached; <see langword="null"/> where the kernel does not tell (before Linux 6.7).</summary>
    /// <param name="kprobe">What <see cref="AttachKprobe"/> returned.</param>
    ulong? KprobeMisses(BpfHandle kprobe);
}

/// <summary>A program to load.</summary>
/// <param name="Name">What the kernel's lists call it; at most fifteen letters, digits and underscores.</param>
/// <param name="Type">Where it may run.</param>
/// <param name="Instructions">Its instructions.</param>
/// <param name="AttachType">How it will be attached, where that has to be known when it is loaded.</param>
/// <param name="AttachBtfId">The function it will be attached to, where that has to be known when it is loaded.</param>
internal sealed record BpfProgram(
    string Name, BpfProgramType Type, ulong[] Instructions, BpfAttachType AttachType = BpfAttachType.None, uint AttachBtfId = 0);
