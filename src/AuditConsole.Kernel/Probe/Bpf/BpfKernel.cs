using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>The running kernel, asked through bpf(2) and perf_event_open(2).</summary>
/// <remarks>Thread-safe: it keeps nothing but numbers.</remarks>
internal sealed unsafe class BpfKernel(BpfSystemCalls calls) : IBpfKernel
{
    private const string KprobeType = "/sys/bus/event_source/devices/kprobe/type";
    private const int LogSize = 64 << 10;
    private const int RecursionMissesAt = 208;
    private const int KprobeMissesAt = 48;
    private const int InfoSize = 232;
    private const int MostAttempts = 5;

    public BpfHandle CreateArray(string name, int valueSize)
    {
        var attributes = new MapCreateAttributes
        {
            Type = MapCreateAttributes.Array,
            KeySize = sizeof(uint),
            ValueSize = (uint)valueSize,
            MaxEntries = 1,
            Flags = MapCreateAttributes.Mmapable,
            Name = BpfName.Of(name),
        };
        return Open(BpfStep.Map, BpfCommand.MapCreate, ref attributes);
    }

    public ProbeMemory MapMemory(BpfHandle array, int valueSize) => MappedMemory.Of(array, valueSize);

    public BpfHandle Load(BpfProgram program)
    {
        try
        {
            return Load(program, []);
        }
        catch (BpfRefusedException)
        {
            // The verifier writes its log only when asked, and takes longer for it.
            return Load(program, new byte[LogSize]);
        }
    }

    public BpfHandle AttachTracing(BpfHandle program)
    {
        var attributes = new RawTracepointAttributes { Program = program.Descriptor };
        return Open(BpfStep.Attach, BpfCommand.RawTracepointOpen, ref attributes);
    }

    public BpfHandle AttachKprobe(BpfHandle program, string function)
    {
        var perfEvent = OpenKprobe(function);
        var attributes = new LinkCreateAttributes { Program = program.Descriptor, Target = perfEvent.Descriptor, AttachType = BpfAttachType.PerfEvent };
        if (Call(BpfCommand.LinkCreate, ref attributes) is >= 0 and var link)
        {
            // The link keeps the event.
            perfEvent.Dispose();
            return new BpfHandle((int)link);
        }

        // Before Linux 5.15 there is no such link, and the event itself keeps the program.
        if (LibC.Ioctl(perfEvent, LibC.PerfIoctlSetBpf, program.Descriptor) == 0)
        {
            return perfEvent;
        }

        var refusal = BpfRefusedException.OfLastCall(BpfStep.Attach);
        perfEvent.Dispose();
        throw refusal;
    }

    public ulong? RecursionMisses(BpfHandle program) => Info(program, RecursionMissesAt);

    // struct bpf_link_info is as long as this only where its kprobe tells of misses.
    public ulong? KprobeMisses(BpfHandle kprobe) => Info(kprobe, KprobeMissesAt);

    public ulong? RaiseLockedMemory() => LockedMemory.Raise(
        Environment.OSVersion.Version,
        (out limit) => LibC.GetLimit(LibC.LockedMemoryResource, out limit) == 0,
        limit => LibC.SetLimit(LibC.LockedMemoryResource, limit) == 0);

    // The kernel says how much it knows: words beyond that do not exist on it.
    private ulong? Info(BpfHandle handle, int at)
    {
        Span<byte> info = stackalloc byte[InfoSize];
        info.Clear();
        fixed (byte* start = info)
        {
            var attributes = new ObjectInfoAttributes { Descriptor = handle.Descriptor, Length = InfoSize, Info = (nint)start };
            return Call(BpfCommand.ObjectGetInfo, ref attributes) == 0 && attributes.Length >= at + sizeof(ulong)
                ? BitConverter.ToUInt64(info[at..])
                : null;
        }
    }

    private BpfHandle Load(BpfProgram program, byte[] log)
    {
        // Reading kernel memory is for programs under a licence that goes with the kernel's.
        var license = "Dual MIT/GPL\0"u8;
        fixed (ulong* instructions = program.Instructions)
        fixed (byte* text = license)
        fixed (byte* written = log)
        {
            var attributes = new ProgramLoadAttributes
            {
                Type = program.Type,
                InstructionCount = (uint)program.Instructions.Length,
                Instructions = (nint)instructions,
                License = (nint)text,
                LogLevel = log.Length > 0 ? 1u : 0u,
                LogSize = (uint)log.Length,
                Log = (nint)written,
                Name = BpfName.Of(program.Name),
                ExpectedAttachType = program.AttachType,
                AttachBtfId = program.AttachBtfId,
            };
            return Call(BpfCommand.ProgramLoad, ref attributes) is >= 0 and var descriptor
                ? new BpfHandle((int)descriptor)
                : throw BpfRefusedException.OfLastCall(BpfStep.Load, Encoding.UTF8.GetString(log).TrimEnd('\0').Trim());
        }
    }

    private BpfHandle OpenKprobe(string function)
    {
        if (!TryReadType(out var type))
        {
            throw new BpfRefusedException(BpfStep.Attach, Errno.NoEntry);
        }

        fixed (byte* name = Encoding.UTF8.GetBytes(function + '\0'))
        {
            var attributes = new KprobeAttributes { Type = type, Size = KprobeAttributes.Length, Function = (nint)name };
            var descriptor = LibC.PerfEventOpen(calls.PerfEventOpen, (nint)(&attributes), -1, 0, -1, KprobeAttributes.CloseOnExec);
            return descriptor >= 0 ? new BpfHandle((int)descriptor) : throw BpfRefusedException.OfLastCall(BpfStep.Attach);
        }
    }

    private static bool TryReadType(out uint type)
    {
        type = 0;
        try
        {
            return uint.TryParse(File.ReadAllText(KprobeType), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out type);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private BpfHandle Open<T>(BpfStep step, BpfCommand command, ref T attributes)
        where T : unmanaged =>
        Call(command, ref attributes) is >= 0 and var descriptor ? new BpfHandle((int)descriptor) : throw BpfRefusedException.OfLastCall(step);

    private nint Call<T>(BpfCommand command, ref T attributes)
        where T : unmanaged
    {
        fixed (T* start = &attributes)
        {
            // A signal makes the verifier give up with one of these; the runtime sends itself some.
            for (var attempt = 1; ; attempt++)
            {
                var answer = LibC.Bpf(calls.Bpf, (nint)command, (nint)start, Unsafe.SizeOf<T>());
                if (answer >= 0 || attempt == MostAttempts || Marshal.GetLastPInvokeError() is not (Errno.Interrupted or Errno.TryAgain))
                {
                    return answer;
                }
            }
        }
    }
}
