using AuditConsole.Kernel.Netlink;
using AuditConsole.Kernel.Sampling;

namespace AuditConsole.Kernel.Tests.Live;

public sealed class SamplerLiveTests
{
    [Fact]
    public void Requests_ToThisMachinesKernel_AreAnsweredAndAllocateNothing()
    {
        LiveMachine.Require();
        using var socket = RequestSocket.Open(StatusExchange.Patience);
        var exchange = new StatusExchange(socket, TimeProvider.System);
        var answered = exchange.Ask().End == ExchangeEnd.Answered ? 1 : 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < 500; i++)
        {
            answered += exchange.Ask().End == ExchangeEnd.Answered ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(500, answered);
    }

    [Fact]
    public void Receive_WithNothingToCome_EndsWithTheSocketsTime()
    {
        LiveMachine.Require();
        using var socket = RequestSocket.Open(TimeSpan.FromMilliseconds(5));

        Assert.Equal(Protocol.Errno.TryAgain, socket.Receive(new byte[64]).Errno);
    }

    [Fact]
    public async Task Sampler_OfThisMachine_TakesSamplesThatCostSomethingAndSeesKauditd()
    {
        LiveMachine.Require();
        using var sampler = BacklogSampler.Start(new SamplerOptions(), TimeProvider.System);
        var samples = 0L;
        while (samples < 5)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            var window = sampler.Take();
            samples += window.Samples;

            Assert.Null(window.Failure);
            Assert.True(window.CpuShare > 0 || window.Samples == 0, window.ToString());
        }

        Assert.True(sampler.State.SeesKauditd);
        Assert.Null(sampler.State.Failure);
    }
}
