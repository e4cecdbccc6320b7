using System.Runtime.InteropServices;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Btf;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Probe;

/// <summary>Tries one way after the other to attach a probe, and keeps why each was refused.</summary>
/// <param name="architecture">What this process runs on.</param>
/// <param name="connect">Makes the way to the kernel for an architecture that has one.</param>
/// <param name="readBtf">Reads the kernel's own BTF.</param>
/// <param name="self">What this process may do.</param>
/// <param name="time">The clock for the probe.</param>
/// <param name="mode">How much the probe shall look at.</param>
/// <remarks>What the system does not permit this process is not asked for in another way: that ends the trying.</remarks>
internal sealed class ProbeStarter(
    Architecture architecture, Func<BpfSystemCalls, IBpfKernel> connect, Func<ReadOnlyMemory<byte>> readBtf, Func<ProcSelf> self, TimeProvider time,
    ProbeMode mode = ProbeMode.Light)
{
    private const string Queue = "sk_buff_head";
    private const string Length = "qlen";

    public static ProbeStarter OfThisMachine(TimeProvider time, ProbeMode mode = ProbeMode.Light) => new(
        RuntimeInformation.ProcessArchitecture, calls => new BpfKernel(calls), ReadKernelBtf, () => new KernelHost().Self, time, mode);

    /// <param name="hooks">The ways to try, in this order; none for all of them.</param>
    public ProbeStart Start(params ProbeHook[] hooks)
    {
        if (BpfSystemCalls.Of(architecture) is not { } calls)
        {
            return Refused($"The probe is built for x86-64 and arm64; this process runs on {architecture}.");
        }

        if (!BitConverter.IsLittleEndian)
        {
            return Refused("The probe is built for little-endian machines.");
        }

        try
        {
            var btf = BtfImage.Parse(readBtf());
            return btf.MemberOffset(Queue, Length) is { } length
                ? Start(hooks.Length == 0 ? Enum.GetValues<ProbeHook>() : hooks, connect(calls), calls, btf, length)
                : Refused($"This kernel's BTF does not tell where {Length} is in struct {Queue}.");
        }
        catch (InvalidDataException e)
        {
            return Refused(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused($"This kernel's description of its types cannot be read, which the probe needs ({BtfImage.KernelPath}: {e.Message}) A kernel built with CONFIG_DEBUG_INFO_BTF=y has it.");
        }
    }

    private ProbeStart Start(ProbeHook[] hooks, IBpfKernel bpf, BpfSystemCalls calls, BtfImage btf, int length)
    {
        var refusals = new List<string>();
        var lockable = bpf.RaiseLockedMemory();
        foreach (var hook in hooks)
        {
            var attachment = new ProbeAttachment(hook);
            var without = new List<string>();
            try
            {
                var programs = new ProbePrograms(hook, calls, btf, length);
                if ((programs.Lacks(ConsumerPrograms.QueueFunction) ?? programs.Lacks(ConsumerPrograms.RecordFunction)) is not { } missing)
                {
                    Attach(attachment, bpf, programs, without, e => RefusalText.Of(hook, e, self(), lockable));
                    return new ProbeStart(new AuditProbe(bpf, attachment, time), refusals, without);
                }

                refusals.Add(missing);
            }
            catch (BpfRefusedException e)
            {
                refusals.Add(RefusalText.Of(hook, e, self(), lockable));
                if (RefusalText.IsFinal(e))
                {
                    attachment.Dispose();
                    break;
                }
            }

            attachment.Dispose();
        }

        return new ProbeStart(null, refusals, []);
    }

    // The queue's program first: a record is of use only once the queue is known. In full mode records have to be counted in before any is
    // counted out, and where they cannot be, the record's program is that of light mode.
    private void Attach(ProbeAttachment attachment, IBpfKernel bpf, ProbePrograms programs, List<string> without, Func<BpfRefusedException, string> reason)
    {
        var map = attachment.CreateMap(bpf, "audit_backlog", ProbeLayout.Bytes).Descriptor;
        attachment.Attach(bpf, programs.Queue(map));
        if (mode == ProbeMode.Full && TryAttach("The mean backlog and the mean wait", ArrivalProgram.Function, () => programs.Arrival(map)))
        {
            attachment.Mode = ProbeMode.Full;
        }

        attachment.Attach(bpf, programs.Record(map, attachment.Mode));
        attachment.SeesLosses = TryAttach("Losses by reason", LossProgram.Function, () => programs.Loss(map, attachment.Mode));

        bool TryAttach(string what, string function, Func<HookedProgram> program)
        {
            var refused = programs.Lacks(function);
            try
            {
                if (refused is null)
                {
                    attachment.Attach(bpf, program());
                }
            }
            catch (BpfRefusedException e)
            {
                refused = reason(e);
            }

            if (refused is not null)
            {
                without.Add($"{what} cannot be seen: {refused}");
            }

            return refused is null;
        }
    }

    private static ProbeStart Refused(string reason) => new(null, [reason], []);

    private static ReadOnlyMemory<byte> ReadKernelBtf()
    {
        using var file = File.OpenRead(BtfImage.KernelPath);
        if (file.Length > BtfImage.MostBytes)
        {
            throw new InvalidDataException($"{BtfImage.KernelPath} has {file.Length} bytes, accepted are up to {BtfImage.MostBytes}.");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
