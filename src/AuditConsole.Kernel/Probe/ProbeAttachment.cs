using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Probe;

/// <summary>All that the kernel keeps for an attached probe.</summary>
/// <param name="hook">How the programs are attached.</param>
/// <remarks>Disposing detaches first, so that no program runs without its memory.</remarks>
internal sealed class ProbeAttachment(ProbeHook hook) : IDisposable
{
    private readonly List<(string Function, BpfHandle Program, BpfHandle Link)> _attached = [];
    private BpfHandle? _map;
    private ProbeMemory? _memory;

    public ProbeHook Hook => hook;

    /// <summary>Whether the programs of full mode are attached.</summary>
    public ProbeMode Mode { get; set; }

    /// <summary>Whether the program for losses is attached.</summary>
    public bool SeesLosses { get; set; }

    public ProbeMemory Memory => _memory ?? throw new InvalidOperationException("The probe's memory is not mapped yet.");

    public BpfHandle CreateMap(IBpfKernel bpf, string name, int bytes)
    {
        _map = bpf.CreateArray(name, bytes);
        _memory = bpf.MapMemory(_map, bytes);
        return _map;
    }

    /// <summary>Loads and attaches one. Where that is refused, nothing of it is left and the others go on.</summary>
    public void Attach(IBpfKernel bpf, HookedProgram hooked)
    {
        var loaded = bpf.Load(hooked.Program);
        try
        {
            var link = hook == ProbeHook.Fentry ? bpf.AttachTracing(loaded) : bpf.AttachKprobe(loaded, hooked.Function);
            _attached.Add((hooked.Function, loaded, link));
        }
        catch (BpfRefusedException)
        {
            loaded.Dispose();
            throw;
        }
    }

    // A skipped arrival needs no count: the records in and out then do not match.
    public ProbeMisses Misses(IBpfKernel bpf)
    {
        var (recursion, kprobe, losses) = (0UL, 0UL, 0UL);
        foreach (var (function, program, link) in _attached)
        {
            var skipped = bpf.RecursionMisses(program) ?? 0;
            var unhandled = hook == ProbeHook.Kprobe ? bpf.KprobeMisses(link) ?? 0 : 0;
            switch (function)
            {
                case LossProgram.Function:
                    losses += skipped + unhandled;
                    break;
                case ConsumerPrograms.QueueFunction or ConsumerPrograms.RecordFunction:
                    (recursion, kprobe) = (recursion + skipped, kprobe + unhandled);
                    break;
            }
        }

        return new ProbeMisses(recursion, kprobe, losses);
    }

    public void Dispose()
    {
        foreach (var handle in _attached.Select(a => a.Link).Concat(_attached.Select(a => a.Program)))
        {
            handle.Dispose();
        }

        _memory?.Dispose();
        _map?.Dispose();
    }
}
