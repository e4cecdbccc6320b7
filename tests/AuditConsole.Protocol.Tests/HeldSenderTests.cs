using AuditConsole.Protocol.Tests.Support;
using AuditConsole.Tests.Support;

namespace AuditConsole.Protocol.Tests;

/// <summary>What the client does while the kernel does not let go of a sender, does not answer, or the console closes.</summary>
public sealed class HeldSenderTests : IAsyncDisposable
{
    private readonly ScriptedTransport _kernel = new();
    private readonly ManualTimeProvider _time = new();
    private readonly AuditClient _client;

    public HeldSenderTests() => _client = new AuditClient(_kernel, _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task ReadAndClear_WithTheSenderHeld_ReturnsTheValueAndSaysHowLongItIsHeld()
    {
        var held = Hold();
        var cleared = _client.ReadAndClearAsync(AuditCounter.Lost, Stop);
        _kernel.Answer(Answers.Ack(await _kernel.RequestAsync(), 291));

        Assert.Equal(291u, await cleared);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), _client.HeldFor);

        held.SetResult();
        await UntilAsync(() => _client.HeldFor is null);
    }

    [Fact]
    public async Task NextRequest_WithTheSenderHeld_GoesOutOnlyWhenItIsFree()
    {
        var held = Hold();
        var first = _client.ReadAndClearAsync(AuditCounter.Lost, Stop);
        _kernel.Answer(Answers.Ack(await _kernel.RequestAsync()));
        await first;

        var second = _client.GetStatusAsync(Stop);
        Assert.False(_kernel.HasRequest);
        _kernel.Sending = Task.CompletedTask;
        held.SetResult();
        var request = await _kernel.RequestAsync();
        _kernel.Answer(Answers.StatusOf(request));

        Assert.Equal(5u, (await second).Backlog);
    }

    [Fact]
    public async Task Request_HeldLongerThanTheReplyTimeout_StillGetsItsReply()
    {
        var held = Hold();
        var cleared = _client.ReadAndClearAsync(AuditCounter.Lost, Stop);
        var request = await _kernel.RequestAsync();
        _time.Advance(AuditClient.ReplyTimeout * 12);
        Assert.False(cleared.IsCompleted);
        Assert.Equal(AuditClient.ReplyTimeout * 12, _client.HeldFor);

        held.SetResult();
        _kernel.Answer(Answers.Ack(request, 8));
        Assert.Equal(8u, await cleared);
    }

    [Fact]
    public async Task Request_TakenButNotAnswered_FailsAfterTheReplyTimeout()
    {
        var asked = _client.GetStatusAsync(Stop);
        await _kernel.RequestAsync();
        await UntilAsync(() => _time.WaitingTimers == 1);
        _time.Advance(AuditClient.ReplyTimeout - TimeSpan.FromTicks(1));
        Assert.False(asked.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        var e = await Assert.ThrowsAsync<AuditUnavailableException>(() => asked);
        Assert.Contains("message 1000", e.Message, StringComparison.Ordinal);
        Assert.Contains("5 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ThatComesAfterTheTimeout_DoesNotReachTheNextRequest()
    {
        var late = _client.ReadAndClearAsync(AuditCounter.Lost, Stop);
        var lateRequest = await _kernel.RequestAsync();
        await UntilAsync(() => _time.WaitingTimers == 1);
        _time.Advance(AuditClient.ReplyTimeout);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => late);

        var next = _client.ReadAndClearAsync(AuditCounter.Lost, Stop);
        var request = await _kernel.RequestAsync();
        _kernel.Answer(Answers.Ack(lateRequest, 111), Answers.Ack(request, 5));

        Assert.Equal(5u, await next);
        Assert.Equal(1, _client.UnmatchedReplies);
    }

    [Fact]
    public async Task Request_ThatCannotBeSent_FailsWithTheSendersReasonAndFreesTheTurn()
    {
        _kernel.Sending = Task.FromException(new AuditUnavailableException("no memory", Errno.NoBufferSpace));
        var e = await Assert.ThrowsAsync<AuditUnavailableException>(() => _client.GetStatusAsync(Stop));
        Assert.Equal("no memory", e.Message);
        await _kernel.RequestAsync();

        _kernel.Sending = Task.CompletedTask;
        var asked = _client.GetStatusAsync(Stop);
        _kernel.Answer(Answers.StatusOf(await _kernel.RequestAsync()));
        Assert.Equal(5u, (await asked).Backlog);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_WhileARequestWaits_EndsItAsUnavailable(bool held)
    {
        if (held)
        {
            Hold();
        }

        var asked = _client.GetStatusAsync(Stop);
        var queued = _client.GetStatusAsync(Stop);
        await _kernel.RequestAsync();
        await _client.DisposeAsync();
        await _client.DisposeAsync();

        await Assert.ThrowsAsync<AuditUnavailableException>(() => asked);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => queued);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => _client.GetStatusAsync(Stop));
        Assert.Equal(1, _kernel.Disposals);
        Assert.False(_kernel.HasRequest);
    }

    [Fact]
    public async Task Cancel_WhileARequestWaits_IsACancellationAndFreesTheTurn()
    {
        using var cancel = new CancellationTokenSource();
        var asked = _client.GetStatusAsync(cancel.Token);
        var abandoned = await _kernel.RequestAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        var next = _client.GetStatusAsync(Stop);
        var request = await _kernel.RequestAsync();
        _kernel.Answer(Answers.StatusOf(abandoned, AuditStatus.StockSize), Answers.StatusOf(request));
        Assert.Equal(65u, (await next).BacklogMaxDepth);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private TaskCompletionSource Hold()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _kernel.Sending = held.Task;
        return held;
    }
}
