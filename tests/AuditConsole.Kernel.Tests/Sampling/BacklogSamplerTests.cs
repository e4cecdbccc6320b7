using AuditConsole.Kernel.Sampling;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Sampling;

public sealed class BacklogSamplerTests : IDisposable
{
    private readonly FakeProc _proc = new();
    private readonly ScriptedSocket _socket = new();
    private readonly ManualTimeProvider _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, SamplerOptions> BadOptions => new()
    {
        { nameof(SamplerOptions.ShortestInterval), new SamplerOptions { ShortestInterval = TimeSpan.Zero } },
        { nameof(SamplerOptions.ShortestInterval), new SamplerOptions { ShortestInterval = TimeSpan.FromSeconds(11) } },
        { nameof(SamplerOptions.LongestInterval), new SamplerOptions { LongestInterval = TimeSpan.FromMilliseconds(0.5) } },
        { nameof(SamplerOptions.LongestInterval), new SamplerOptions { LongestInterval = TimeSpan.FromSeconds(11) } },
        { nameof(SamplerOptions.CpuShare), new SamplerOptions { CpuShare = 0 } },
        { nameof(SamplerOptions.CpuShare), new SamplerOptions { CpuShare = 1.1 } },
        { nameof(SamplerOptions.CpuShare), new SamplerOptions { CpuShare = double.NaN } },
    };

    public void Dispose()
    {
        _socket.LetGo();
        _proc.Dispose();
    }

    [Fact]
    public void Sampler_HeldByTheKernel_IsTakenFromAndDisposedAtOnce()
    {
        _socket.Hold();
        var sampler = new BacklogSampler(new SamplerOptions(), _clock, _socket, _proc.Path);
        _socket.Sent.Take(Stop);
        _clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(7), sampler.State.HeldFor);
        Assert.Equal((0L, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)), (sampler.Take() is var window ? window.Samples : -1, window.Held, window.Blind));
        sampler.Dispose();
        Assert.True(_socket.Disposed.Task.IsCompleted);
        Assert.True(sampler.Thread.IsAlive);

        _socket.LetGo();
        _socket.FailReceive(Errno.TryAgain);
        sampler.Thread.Join();
        Assert.True(sampler.State.Stopped);
        Assert.Null(sampler.State.HeldFor);
    }

    [Fact]
    public void Thread_OfASampler_IsANamedBackgroundThread()
    {
        using var sampler = new BacklogSampler(new SamplerOptions(), _clock, _socket, _proc.Path);
        _socket.Sent.Take(Stop);

        Assert.Equal(("audit backlog sampler", true), _socket.SenderThread);
        _socket.FailReceive(Errno.TryAgain);
    }

    [Fact]
    public void Dispose_DuringAWait_EndsTheThread()
    {
        var sampler = new BacklogSampler(
            new SamplerOptions { ShortestInterval = TimeSpan.FromSeconds(10), LongestInterval = TimeSpan.FromSeconds(10) }, _clock, _socket, _proc.Path);
        _socket.FailReceive(Errno.TryAgain);
        _socket.Sent.Take(Stop);
        sampler.Dispose();
        sampler.Dispose();
        sampler.Thread.Join();

        Assert.True(sampler.State.Stopped);
        Assert.Empty(_socket.Sent);
    }

    [Fact]
    public void Sampler_ThatCannotGoOn_SaysWhy()
    {
        _socket.Sent.CompleteAdding();
        using var sampler = new BacklogSampler(new SamplerOptions(), _clock, _socket, _proc.Path);
        sampler.Thread.Join();

        Assert.True(sampler.State.Stopped);
        Assert.IsType<InvalidOperationException>(Assert.IsType<AuditUnavailableException>(sampler.State.Failure).InnerException);
    }

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Start_WithAnOptionOutsideItsRange_NamesIt(string name, SamplerOptions options) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => BacklogSampler.Start(options, TimeProvider.System)).ParamName);
}
