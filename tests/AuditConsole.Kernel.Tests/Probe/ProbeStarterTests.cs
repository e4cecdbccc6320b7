using System.Runtime.InteropServices;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;
using AuditConsole.Kernel.Tests.Probe.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Probe;

public sealed class ProbeStarterTests
{
    private const ulong AllCapabilities = 0x1FF_FFFF_FFFF;
    private const ulong NoBpf = AllCapabilities & ~(1ul << 39 | 1ul << 21);

    [Fact]
    public void Start_WhereNothingIsRefused_AttachesTheQueueFirstByFentry()
    {
        var kernel = new FakeBpfKernel();
        var start = Starter(kernel).Start();

        Assert.Equal(ProbeHook.Fentry, start.Probe!.Hook);
        Assert.Empty(start.Refusals);
        Assert.Equal(["map", "memory", "audit_queue", "fentry", "audit_record", "fentry", "audit_loss", "fentry"], kernel.Events);
        Assert.Equal((BpfProgramType.Tracing, BpfAttachType.TraceFentry, 7u), Kind(kernel.Programs["audit_queue"]));
        Assert.Equal((BpfProgramType.Tracing, BpfAttachType.TraceFentry, 8u), Kind(kernel.Programs["audit_record"]));
    }

    [Fact]
    public void Dispose_OfAProbe_DetachesBeforeAnythingElseIsTakenAwayAndLeavesNothing()
    {
        var kernel = new FakeBpfKernel();
        Starter(kernel).Start().Probe!.Dispose();

        Assert.Equal(["-fentry", "-fentry", "-fentry", "-audit_queue", "-audit_record", "-audit_loss", "-memory", "-map"], kernel.Events[8..]);
    }

    [Fact]
    public void Start_WhereFentryIsNotPossible_AttachesByKprobeAndKeepsTheReason()
    {
        var kernel = new FakeBpfKernel { Refuse = name => name == "fentry" ? new BpfRefusedException(BpfStep.Attach, 524) : null };
        var start = Starter(kernel).Start();

        Assert.Equal(ProbeHook.Kprobe, start.Probe!.Hook);
        Assert.Equal("fentry is not possible on this kernel: it cannot attach to the beginning of kauditd's functions (ENOTSUPP).", Assert.Single(start.Refusals));
        Assert.Equal(["-audit_queue", "-memory", "-map", "map"], kernel.Events[3..7]);
        Assert.Equal(["kprobe kauditd_send_queue", "audit_record", "kprobe kauditd_send_multicast_skb", "audit_loss", "kprobe audit_log_lost"], kernel.Events[^5..]);
        Assert.Equal((BpfProgramType.Kprobe, BpfAttachType.None, 0u), Kind(kernel.Programs["audit_record"]));
    }

    [Fact]
    public void Start_WhereThePolicyRefusesFentry_SaysSoAndAsksInNoOtherWay()
    {
        var kernel = new FakeBpfKernel { Refuse = name => name == "audit_queue" ? new BpfRefusedException(BpfStep.Load, Errno.OperationNotPermitted) : null };
        var start = Starter(kernel).Start();

        Assert.Null(start.Probe);
        Assert.Equal("fentry refused by this system's policy (EPERM, empty verifier log).", Assert.Single(start.Refusals));
        Assert.Equal(["map", "memory", "-memory", "-map"], kernel.Events);
    }

    [Fact]
    public void Start_InFullMode_CountsRecordsInBeforeAnyIsCountedOut()
    {
        var kernel = new FakeBpfKernel();
        var start = Starter(kernel, mode: ProbeMode.Full).Start();

        Assert.Equal(ProbeMode.Full, start.Probe!.Mode);
        Assert.Empty(start.Without);
        Assert.Equal(["audit_queue", "fentry", "audit_arrival", "fentry", "audit_record", "fentry", "audit_loss", "fentry"], kernel.Events[2..]);
        Assert.Equal((BpfProgramType.Tracing, BpfAttachType.TraceFentry, 10u), Kind(kernel.Programs["audit_arrival"]));
        Assert.Equal((BpfProgramType.Tracing, BpfAttachType.TraceFentry, 9u), Kind(kernel.Programs["audit_loss"]));
        Assert.Equal(ConsumerPrograms.Observe(100, 16, ProbeMode.Full), kernel.Programs["audit_record"].Instructions);
    }

    [Fact]
    public void Start_WhereAnAdditionIsRefused_KeepsTheProbeAndSaysWhatItDoesWithout()
    {
        var kernel = new FakeBpfKernel { Refuse = name => name is "audit_arrival" or "audit_loss" ? new BpfRefusedException(BpfStep.Load, Errno.OperationNotPermitted) : null };
        var start = Starter(kernel, mode: ProbeMode.Full).Start();

        Assert.Empty(start.Refusals);
        Assert.Equal(
            [
                "The mean backlog and the mean wait cannot be seen: fentry refused by this system's policy (EPERM, empty verifier log).",
                "Losses by reason cannot be seen: fentry refused by this system's policy (EPERM, empty verifier log).",
            ],
            start.Without);
        Assert.Equal(ProbeMode.Light, start.Probe!.Mode);
        Assert.Equal(ConsumerPrograms.Observe(100, 16, ProbeMode.Light), kernel.Programs["audit_record"].Instructions);
        var window = start.Probe.Take();
        Assert.Equal((null, null, null), (window.LossesSeen, window.Mean, window.MeanWait));
    }

    [Fact]
    public void Start_WhereAnAdditionLoadsAndDoesNotAttach_UnloadsIt()
    {
        var kernel = new FakeBpfKernel { Refuse = name => name is "fentry" or "kprobe audit_log_lost" ? new BpfRefusedException(BpfStep.Attach, Errno.NoEntry) : null };
        var start = Starter(kernel).Start();

        Assert.Equal(ProbeHook.Kprobe, start.Probe!.Hook);
        Assert.Contains("kprobe is not there", Assert.Single(start.Without), StringComparison.Ordinal);
        Assert.Equal("-audit_loss", kernel.Events[^1]);
    }

    [Fact]
    public void Start_WithBtfThatLacksAnAddition_SaysWhichFunction()
    {
        var btf = SyntheticBtf.Complete();
        btf.AsSpan()[btf.AsSpan().IndexOf("audit_log_lost"u8)] = (byte)'x';
        var start = Starter(new FakeBpfKernel(), () => btf).Start();

        Assert.Equal(ProbeHook.Fentry, start.Probe!.Hook);
        Assert.Equal("Losses by reason cannot be seen: fentry has nothing to attach to: this kernel's BTF lists no function audit_log_lost.", Assert.Single(start.Without));
    }

    [Theory]
    [InlineData(BpfStep.Map)]
    [InlineData(BpfStep.Load)]
    public void Start_WhereLockedMemoryIsShort_NamesTheLineOfTheUnit(object step)
    {
        var kernel = new FakeBpfKernel { Lockable = 65536, Refuse = _ => new BpfRefusedException((BpfStep)step, Errno.OperationNotPermitted) };

        Assert.Equal(
            "fentry refused: before Linux 5.11 maps and programs need locked memory, and RLIMIT_MEMLOCK allows 65536 bytes (EPERM). In the systemd unit: LimitMEMLOCK=infinity.",
            Assert.Single(Starter(kernel).Start().Refusals));
    }

    [Theory]
    [InlineData("map")]
    [InlineData("memory")]
    [InlineData("audit_queue")]
    [InlineData("audit_record")]
    [InlineData("fentry")]
    [InlineData("kprobe kauditd_send_queue")]
    [InlineData("kprobe kauditd_send_multicast_skb")]
    public void Start_RefusedAtAnyStep_LeavesNothingOpenOfWhatWasRefused(string step)
    {
        var isKprobe = step.StartsWith("kprobe", StringComparison.Ordinal);
        var kernel = new FakeBpfKernel { Refuse = name => name == step || (isKprobe && name == "fentry") ? new BpfRefusedException(BpfStep.Load, 22, "no\n") : null };
        var start = Starter(kernel).Start();
        start.Probe?.Dispose();
        var opened = kernel.Events.Where(e => e[0] != '-').Order(StringComparer.Ordinal);
        var closed = kernel.Events.Where(e => e[0] == '-').Select(e => e[1..]).Order(StringComparer.Ordinal);

        Assert.NotEmpty(start.Refusals);
        Assert.Equal(opened, closed);
    }

    [Fact]
    public void Start_OnAMachineNoProbeIsBuiltFor_SaysWhichItIsBuiltFor()
    {
        var start = Starter(new FakeBpfKernel(), architecture: Architecture.S390x).Start();

        Assert.Null(start.Probe);
        Assert.Equal("The probe is built for x86-64 and arm64; this process runs on S390x.", Assert.Single(start.Refusals));
    }

    [Fact]
    public void Start_OnAKernelWithoutBtf_NamesTheFileAndTheSwitch()
    {
        var start = Starter(new FakeBpfKernel(), () => throw new FileNotFoundException("It is not there.")).Start();

        Assert.Contains("/sys/kernel/btf/vmlinux: It is not there.", Assert.Single(start.Refusals), StringComparison.Ordinal);
        Assert.Contains("CONFIG_DEBUG_INFO_BTF=y", start.Refusals[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithDamagedBtf_SaysWhatIsWrongWithIt() =>
        Assert.Contains("BTF image cannot be used: it has 3 bytes", Assert.Single(Starter(new FakeBpfKernel(), () => new byte[3]).Start().Refusals), StringComparison.Ordinal);

    [Fact]
    public void Start_WithBtfThatLacksAFunction_AttachesByKprobe()
    {
        var btf = SyntheticBtf.Complete();
        btf.AsSpan()[btf.AsSpan().IndexOf("kauditd_send_multicast_skb"u8)] = (byte)'x';
        var start = Starter(new FakeBpfKernel(), () => btf).Start();

        Assert.Equal(ProbeHook.Kprobe, start.Probe!.Hook);
        Assert.Equal("fentry has nothing to attach to: this kernel's BTF lists no function kauditd_send_multicast_skb.", Assert.Single(start.Refusals));
    }

    [Fact]
    public void Start_WithBtfThatDoesNotTellThePlaceOfTheLength_IsRefused()
    {
        var btf = SyntheticBtf.Complete();
        btf.AsSpan()[btf.AsSpan().IndexOf("qlen"u8)] = (byte)'x';

        Assert.Equal("This kernel's BTF does not tell where qlen is in struct sk_buff_head.", Assert.Single(Starter(new FakeBpfKernel(), () => btf).Start().Refusals));
    }

    [Theory]
    [InlineData(BpfStep.Load, 1, "", NoBpf, 0, "fentry refused: this process lacks CAP_BPF (EPERM). In the systemd unit: AmbientCapabilities=CAP_BPF.")]
    [InlineData(BpfStep.Map, 1, "", 0, 0, "fentry refused: this process lacks CAP_BPF and CAP_PERFMON (EPERM). In the systemd unit: AmbientCapabilities=CAP_BPF CAP_PERFMON.")]
    [InlineData(BpfStep.Map, 1, "", AllCapabilities, 2, "fentry refused: a seccomp filter forbids bpf(2) (EPERM). In the systemd unit: SystemCallFilter=bpf perf_event_open.")]
    [InlineData(BpfStep.Map, 1, "", AllCapabilities, 0, "fentry refused by this system's policy when creating the map (EPERM).")]
    [InlineData(BpfStep.Map, 38, "", AllCapabilities, 0, "fentry is not there: this kernel has no bpf(2), or a seccomp filter hides it (ENOSYS).")]
    [InlineData(BpfStep.Memory, 12, "", AllCapabilities, 0, "fentry refused when mapping its memory (errno 12).")]
    [InlineData(BpfStep.Attach, 16, "", AllCapabilities, 0, "fentry refused: another tracer holds the function and does not share it (EBUSY).")]
    [InlineData(BpfStep.Load, 22, "0: R1=ctx()\nbad thing\nprocessed 4 insns\n", AllCapabilities, 0, "fentry refused by the verifier (EINVAL; it says: bad thing).")]
    [InlineData(BpfStep.Load, 22, "program of this type cannot use helper bpf_probe_read_kernel#113\n", AllCapabilities, 0, "fentry refused: programs may not read kernel memory here, as with lockdown=confidentiality (EINVAL; the verifier: program of this type cannot use helper bpf_probe_read_kernel#113).")]
    public void Refusal_OfEachKind_IsOneSentenceWithItsReason(object step, int errno, string log, ulong capabilities, int seccomp, string expected)
    {
        var kernel = new FakeBpfKernel { Refuse = _ => new BpfRefusedException((BpfStep)step, errno, log) };

        Assert.Equal(expected, Starter(kernel, capabilities: capabilities, seccomp: seccomp).Start().Refusals[0]);
    }

    private static (BpfProgramType Type, BpfAttachType How, uint Id) Kind(BpfProgram program) => (program.Type, program.AttachType, program.AttachBtfId);

    private static ProbeStarter Starter(
        FakeBpfKernel kernel, Func<ReadOnlyMemory<byte>>? btf = null, Architecture architecture = Architecture.X64, ulong capabilities = AllCapabilities, int seccomp = 0,
        ProbeMode mode = ProbeMode.Light) =>
        new(architecture, _ => kernel, btf ?? (() => SyntheticBtf.Complete()), () => new ProcSelf(capabilities, seccomp, true, true, true), new ManualTimeProvider(), mode);
}
