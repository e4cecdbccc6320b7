using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Probe;

/// <summary>Looks at the audit backlog before each record leaves it, from two small programs inside kauditd, and at what is lost.</summary>
/// <remarks>
/// <para>
/// In light mode nothing is added to the path of the audited processes. No audit setting changes, and a take writes no record. Starting, proving and
/// disposing do: loading and unloading a program writes records of type 1334 (AUDIT_BPF) where auditing is enabled.
/// </para>
/// <para>Any thread may call any member; takes must have one owner, since each begins a new window.</para>
/// <para>The programs are gone once this is disposed of, or the process has ended, in whatever way.</para>
/// </remarks>
public sealed class AuditProbe : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly IBpfKernel _bpf;
    private readonly ProbeAttachment _attachment;
    private readonly ProbeReader _reader;
    private readonly TimeProvider _time;
    private bool _disposed;

    internal AuditProbe(IBpfKernel bpf, ProbeAttachment attachment, TimeProvider time)
    {
        _bpf = bpf;
        _attachment = attachment;
        _time = time;
        _reader = new ProbeReader(attachment.Memory, () => attachment.Misses(bpf), time, attachment.Mode, attachment.SeesLosses);
    }

    /// <summary>How it is attached.</summary>
    public ProbeHook Hook => _attachment.Hook;

    /// <summary>What it looks at: <see cref="ProbeMode.Full"/> only where that was asked for and permitted.</summary>
    public ProbeMode Mode => _attachment.Mode;

    /// <summary>
    /// Whether the last proof, or a take since, showed a record that kauditd took in the probe's sight. Until then the probe is armed
    /// and says nothing: with <c>kernel.ftrace_enabled=0</c> programs attach and never run.
    /// </summary>
    public bool IsVerified { get; private set; }

    /// <summary>Attaches a probe in the best way this machine permits. Takes about a tenth of a second and waits for nobody.</summary>
    /// <param name="time">The system's clock: peaks are timed by its timestamps.</param>
    /// <param name="mode">How much it shall look at. What of it is refused is left out, and <see cref="ProbeStart.Without"/> says why.</param>
    /// <returns>The probe, or why there is none; being refused is not an error.</returns>
    /// <remarks>
    /// Before Linux 5.11, where maps and programs need locked memory, it raises this process's RLIMIT_MEMLOCK as far as it may.
    /// </remarks>
    public static ProbeStart Start(TimeProvider time, ProbeMode mode = ProbeMode.Light) => ProbeStarter.OfThisMachine(time, mode).Start();

    /// <summary>The peak of the window under way, in records; 0 before the first record and once the probe is disposed of.</summary>
    public uint Peak
    {
        get
        {
            lock (_gate)
            {
                return _disposed ? 0 : _reader.Peak;
            }
        }
    }

    /// <summary>Makes the kernel write a record, and waits until the probe has seen one; sets <see cref="IsVerified"/>.</summary>
    /// <param name="patience">For how long to wait; kauditd takes a record within milliseconds unless auditd holds it up.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Whether it saw one. The evidence is its own counter: a record that kauditd took, whoever wrote it, while both programs ran and the
    /// queue's length could be read. <see langword="false"/> with auditing enabled means that the programs do not run; with auditing
    /// disabled nothing flows and nothing follows from it.
    /// </returns>
    /// <remarks>The record is the kernel's own of loading a program (AUDIT_BPF, two instructions, unloaded at once), so no capability but the probe's is needed.</remarks>
    /// <exception cref="ObjectDisposedException">The probe is disposed of.</exception>
    public async Task<bool> ProveAsync(TimeSpan patience, CancellationToken cancellationToken = default)
    {
        var before = Records();
        var started = _time.GetTimestamp();
        Provoke();
        while (Records() == before && _time.GetElapsedTime(started) < patience)
        {
            await Task.Delay(s_look, _time, cancellationToken).ConfigureAwait(false);
        }

        lock (_gate)
        {
            IsVerified = Records() != before;
            return IsVerified;
        }
    }

    /// <summary>Ends the window and begins the next; one exchange, and nothing is lost between them.</summary>
    /// <exception cref="ObjectDisposedException">The probe is disposed of.</exception>
    public ProbeWindow Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var window = _reader.Take();
            IsVerified |= window.Records > 0;
            return window;
        }
    }

    /// <summary>Detaches and unloads the programs.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _attachment.Dispose();
        }
    }

    private ulong Records()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _reader.Records;
        }
    }

    private void Provoke()
    {
        try
        {
            _bpf.Load(ConsumerPrograms.Nothing).Dispose();
        }
        catch (BpfRefusedException)
        {
            // The records of others are as good an evidence.
        }
    }
}
