using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Sampling;

/// <summary>Asks this machine's kernel for its backlog over and over, and keeps the highest answer of each window.</summary>
/// <remarks>
/// For kernels that keep no mark and let no probe in. A thread of its own, with a socket of its own, asks ten times a second, up to a
/// thousand times while anything moves, and within a share of one processor. A burst between two samples is not seen; what could hide
/// one is in <see cref="SampledWindow.Blind"/>. Thread-safe, and nothing here waits for the kernel, which may hold the thread for up to
/// <c>backlog_wait_time</c> while its queue is over the limit. Needs CAP_AUDIT_CONTROL, which the kernel checks with each request.
/// </remarks>
public sealed class BacklogSampler : IDisposable
{
    private const string Proc = "/proc";

    private readonly SamplingRun _run;
    private readonly IRequestSocket _socket;
    private readonly StoppableWait _wait;
    private readonly KauditdWatch _kauditd;
    private readonly ThreadCpuMeter _meter;
    private bool _stopping;

    internal BacklogSampler(SamplerOptions options, TimeProvider time, IRequestSocket socket, string proc)
    {
        options.Check();
        _socket = socket;
        _wait = new StoppableWait();
        _kauditd = KauditdWatch.Find(proc);
        _meter = new ThreadCpuMeter(proc, time);
        _run = new SamplingRun(options, time, socket, _kauditd, _meter);
        Thread = new Thread(Run) { Name = "audit backlog sampler", IsBackground = true };
        Thread.Start();
    }

    /// <summary>How it is doing now.</summary>
    public SamplerState State => _run.State;

    internal Thread Thread { get; }

    /// <summary>Opens a socket and begins. A kernel that refuses to answer is asked again, ever less often; <see cref="State"/> says why.</summary>
    /// <exception cref="AuditUnavailableException">The socket cannot be opened; the message says why and what to do.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static BacklogSampler Start(SamplerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Check();
        var socket = RequestSocket.Open(StatusExchange.Patience);
        try
        {
            return new BacklogSampler(options, time, socket, Proc);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The last whole status, if it was asked for after a moment, so that nobody else need ask.</summary>
    /// <param name="askedAfter">That moment, as a timestamp of the clock the sampler was started with.</param>
    /// <param name="status">The status.</param>
    /// <param name="at">When it was asked for, by the wall clock.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryLatest(long askedAfter, out AuditStatus status, out DateTimeOffset at) => _run.TryLatest(askedAfter, out status, out at);

    /// <summary>Ends the window and begins the next.</summary>
    public SampledWindow Take() => _run.Take();

    /// <summary>Takes no more samples. Does not wait for a request that the kernel holds: its thread ends when it is let go.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stopping, true))
        {
            return;
        }

        _wait.Stop();
        _wait.Dispose();
        _socket.Dispose();
    }

    private void Run()
    {
        AuditException? reason = null;
        try
        {
            while (!Volatile.Read(ref _stopping))
            {
                _wait.For(_run.Step());
            }
        }
        catch (ObjectDisposedException) when (Volatile.Read(ref _stopping))
        {
        }
        catch (Exception e)
        {
            reason = new AuditUnavailableException($"The sampler stopped: {e.Message}", innerException: e);
        }

        _run.Stop(reason);
        _kauditd.Dispose();
        _meter.Dispose();
    }
}
