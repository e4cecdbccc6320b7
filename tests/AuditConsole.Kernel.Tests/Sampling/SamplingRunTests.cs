using AuditConsole.Kernel.Sampling;
using AuditConsole.Kernel.Tests.Sampling.Support;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Sampling;

public sealed class SamplingRunTests : IDisposable
{
    private const int Kauditd = 30;
    private readonly FakeProc _proc = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedMeter _meter = new();
    private readonly AnsweringSocket _socket;
    private readonly KauditdWatch _kauditd;
    private readonly SamplingRun _run;
    private BacklogReading _says;

    public SamplingRunTests()
    {
        _proc.Process(Kauditd, "kauditd");
        _proc.Switches(Kauditd, "S (sleeping)", 1);
        _kauditd = KauditdWatch.Find(_proc.Path);
        _socket = new AnsweringSocket(_clock) { OnRequest = (socket, sequence) => socket.Reply(sequence, _says.Backlog, _says.Lost, _says.BacklogWaitTimeActual) };
        _says = new BacklogReading(0, 0, 0, 64);
        _run = new SamplingRun(new SamplerOptions(), _clock, _socket, _kauditd, _meter);
    }

    public static TheoryData<uint, uint, uint> Movements => new() { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };

    public void Dispose()
    {
        _kauditd.Dispose();
        _proc.Dispose();
    }

    [Fact]
    public void Steps_WithABurstInTheMiddle_KeepItsPeakAndWhenItStood()
    {
        Steps(5);
        _says = _says with { Backlog = 200 };
        var at = _clock.GetUtcNow();
        Steps(1);
        _says = _says with { Backlog = 3 };
        var window = Samples(5);

        Assert.Equal((200u, at, 11L, 0L), (window.Peak, window.PeakAt!.Value, window.Samples, window.Failed));
        Assert.Equal(3u, Samples(1).Peak);
    }

    [Fact]
    public void Latest_IsTheWholeStatus_IfItWasAskedForLater()
    {
        Assert.False(_run.TryLatest(long.MinValue, out _, out _));
        _says = new BacklogReading(5, 6, 7, 64);
        var (asked, at) = (_clock.GetTimestamp(), _clock.GetUtcNow());
        Steps(1);
        _socket.OnRequest = (_, _) => { };
        Steps(1);

        Assert.True(_run.TryLatest(asked - 1, out var status, out var said));
        Assert.Equal((5u, 6u, 7u, 64u, at), (status.Backlog, status.Lost, status.BacklogWaitTimeActual, status.BacklogLimit, said));
        Assert.False(_run.TryLatest(asked, out _, out _));
    }

    [Theory]
    [MemberData(nameof(Movements))]
    public void Step_WhenAFieldMoves_GoesToTheShortestIntervalAndBack(uint backlog, uint lost, uint waited)
    {
        Samples(3);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _run.State.Interval);
        _says = new BacklogReading(backlog, lost, waited, 64);
        Samples(1);
        Assert.Equal(TimeSpan.FromMilliseconds(1), _run.State.Interval);
        Samples(100);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _run.State.Interval);
    }

    [Fact]
    public void Step_AfterKauditdRanUnseen_GoesToTheShortestIntervalToo()
    {
        Samples(3);
        _proc.Switches(Kauditd, "S (sleeping)", 2);
        Samples(1);

        Assert.Equal(TimeSpan.FromMilliseconds(1), _run.State.Interval);
    }

    [Fact]
    public void Windows_OfAQuietMachine_AreBlindOnlyBeforeTheFirstSample()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(TimeSpan.FromMilliseconds(2), Samples(10).Blind);
        Assert.Equal(TimeSpan.Zero, Samples(10).Blind);
    }

    [Fact]
    public void Windows_InWhichKauditdRan_AreBlindFromTheSampleBeforeItAndAllTheWhileNobodyLooks()
    {
        Samples(5);
        _proc.Switches(Kauditd, "S (sleeping)", 2);
        var first = Samples(1);
        var next = Samples(200);
        var later = Samples(10);

        // 1 ms at a time until nothing has moved for 50 ms, then 2, 4, 8 and the 16 whose end alone is looked at.
        Assert.Equal(TimeSpan.FromMilliseconds(100), first.Blind);
        Assert.Equal(TimeSpan.FromMilliseconds(50 + 2 + 4 + 8 + 16), next.Blind);
        Assert.Equal(TimeSpan.Zero, later.Blind);
    }

    [Fact]
    public void Windows_WhereKauditdCannotBeSeen_AreBlindThroughout()
    {
        using var hidden = KauditdWatch.Find(Path.Combine(_proc.Path, "hidden"));
        var run = new SamplingRun(new SamplerOptions(), _clock, _socket, hidden, _meter);
        var began = _clock.GetTimestamp();
        for (var i = 0; i < 10; i++)
        {
            _clock.Advance(run.Step());
        }

        run.Step();
        Assert.False(run.State.SeesKauditd);
        Assert.Equal(_clock.GetElapsedTime(began), run.Take().Blind);
    }

    [Fact]
    public void Steps_ThatAreRefused_SayWhyAndGoOnLessOften()
    {
        _socket.OnRequest = (socket, sequence) => socket.Refuse(sequence, Errno.OperationNotPermitted);
        var began = _clock.GetTimestamp();
        var window = Samples(4);

        Assert.Equal((4L, 0L, Errno.OperationNotPermitted), (window.Failed, window.Samples, ((AuditRefusedException)window.Failure!).Errno));
        Assert.Contains("CAP_AUDIT_CONTROL", _run.State.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMilliseconds(200 + 400 + 800 + 1600), _clock.GetElapsedTime(began));
        Assert.Equal(_clock.GetElapsedTime(began), window.Blind);

        _socket.OnRequest = (socket, sequence) => socket.Reply(sequence, 1);
        Assert.Equal((0L, 1L), (Samples(1) is var good ? good.Failed : 0, good.Samples));
        Assert.Null(_run.State.Failure);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _run.State.Interval);
    }

    [Fact]
    public void Step_ThatIsNeverAnswered_SaysSo()
    {
        _socket.OnRequest = (_, _) => { };

        Assert.Contains("250 ms", Samples(1).Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_WithoutAWayToTheKernel_NamesTheCall()
    {
        _socket.FailSends(Errno.ConnectionRefused);

        Assert.Contains("sendto() failed with ECONNREFUSED", Samples(1).Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_HeldByTheKernel_CountsAsHeldAndIsNoCost()
    {
        Samples(3);
        var (held, reply) = (TimeSpan.FromSeconds(3), TimeSpan.FromMicroseconds(20));
        SamplerState? during = null;
        SampledWindow? amid = null;
        _socket.OnRequest = (socket, sequence) =>
        {
            socket.Reply(sequence, 70);
            _clock.Advance(held / 3);
            during = _run.State;
            amid = _run.Take();
            _clock.Advance(held * 2 / 3);
            socket.Takes = reply;
        };
        _run.Step();
        _socket.Takes = TimeSpan.Zero;
        var window = _run.Take();

        Assert.Equal(held / 3, during!.HeldFor);
        Assert.Equal(held / 3, amid!.Held);
        Assert.Equal(held * 2 / 3, window.Held);
        Assert.Equal(70u, window.Peak);
        Assert.Null(_run.State.HeldFor);
        Assert.Equal(reply, _meter.LastRoundTrip);
    }

    [Theory]
    [InlineData(70, 64, true)]
    [InlineData(64, 64, false)]
    [InlineData(70, 0, false)]
    public void Step_ThatTakesLongToHandIn_IsHeldOnlyAboveTheLimit(uint backlog, uint limit, bool held)
    {
        var took = SamplingRun.Holding;
        _socket.OnRequest = (socket, sequence) => socket.Reply(sequence, backlog, limit: limit);
        Steps(2);
        TimeSpan? heldFor = null;
        _socket.OnRequest = (socket, sequence) =>
        {
            socket.Reply(sequence, backlog, limit: limit);
            _clock.Advance(took);
            heldFor = _run.State.HeldFor;
        };

        Assert.Equal(held ? took : TimeSpan.Zero, Samples(1).Held);
        Assert.Equal(held ? took : null, heldFor);
    }

    [Fact]
    public void CpuShare_OfWindowsAndState_IsWhatTheMeterSays()
    {
        _meter.Cost = TimeSpan.FromMilliseconds(1);
        var window = Samples(100);

        Assert.Equal(0.01, window.CpuShare, 3);
        Assert.Equal(0.01, _run.State.CpuShare, 3);
    }

    [Fact]
    public void Steps_AfterTheFirst_AllocateNothing()
    {
        using var kauditd = KauditdWatch.Find("/proc");
        using var meter = new ThreadCpuMeter("/proc", TimeProvider.System);
        var run = new SamplingRun(new SamplerOptions { CpuShare = 1 }, TimeProvider.System, new EchoSocket(42), kauditd, meter);
        for (var i = 0; i < 100; i++)
        {
            run.Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            run.Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((42u, 1100L), (run.Take() is var window ? window.Peak : 0, window.Samples));
    }

    private SampledWindow Samples(int count)
    {
        Steps(count);
        return _run.Take();
    }

    private void Steps(int count)
    {
        for (; count > 0; count--)
        {
            _clock.Advance(_run.Step());
        }
    }
}
