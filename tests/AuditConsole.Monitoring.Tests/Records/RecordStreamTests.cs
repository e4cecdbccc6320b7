using System.Collections.Concurrent;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Records;

public sealed class RecordStreamTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentQueue<ScriptedStream> _opened = new();
    private AuditException? _refusal;

    [Fact(Timeout = 30_000)]
    public async Task Changes_AreHandedOn_AndNothingElse()
    {
        var stream = Start(out var stop, out var running);
        _opened.Single().Say(AuditMessageType.Syscall, 1, "arch=c000003e syscall=59 key=\"exec\"");
        _opened.Single().Say(AuditMessageType.ConfigChange, 2, "op=add_rule key=\"x\" list=4 res=1");
        _opened.Single().Say(AuditMessageType.ConfigChange, 3, "op=set lost=0 old=7 auid=0 ses=1 res=1");

        var change = await stream.Changes.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("lost", 7u, 1795333019977L), (change.Change.Name, change.Change.Old, change.At.ToUnixTimeMilliseconds()));
        Assert.False(stream.Changes.TryRead(out _));
        await EndAsync(stop, running);
    }

    [Fact(Timeout = 30_000)]
    public async Task Overrun_AndWhatIsNoRecord_AreCountedAndBreakTheStreamForItsWindow()
    {
        var stream = Start(out var stop, out var running, out var feed);
        var breaks = stream.Breaks;
        _opened.Single().Fail(new AuditUnavailableException("dropped", Errno.NoBufferSpace));
        _opened.Single().Send([1, 2, 3]);
        _opened.Single().Send(NetlinkMessage.Build(AuditMessageType.ConfigChange, NetlinkFlags.None, 0, "no stamp"u8));
        await UntilAsync(() => feed.State.Records is { Missed: 1, Malformed: 2 });

        Assert.Equal(breaks + 3, stream.Breaks);
        Assert.True(stream.Joined);
        await EndAsync(stop, running);
    }

    [Fact(Timeout = 30_000)]
    public async Task Connection_ThatFails_IsOpenedAgainEverMorePatiently()
    {
        var stream = Start(out var stop, out var running, out var feed);
        _refusal = new AuditUnavailableException("Joining the readlog group needs CAP_AUDIT_READ.", Errno.OperationNotPermitted);
        _opened.Single().Fail(new AuditUnavailableException("The socket broke."));
        await UntilAsync(() => !stream.Joined && _clock.WaitingTimers == 1);
        Assert.Equal("The socket broke.", feed.State.Records.Refusal);
        Assert.True(_opened.Single().IsClosed);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(() => feed.State.Records.Refusal == _refusal.Message && _clock.WaitingTimers == 1);
        _refusal = null;
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Single(_opened);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await UntilAsync(() => stream.Joined);

        Assert.Equal((2, null), (_opened.Count, feed.State.Records.Refusal));
        await EndAsync(stop, running);
    }

    [Fact(Timeout = 30_000)]
    public async Task Dismissed_ItIsGoneForAnHourWithTheReasonPublished()
    {
        var stream = Start(out var stop, out var running, out var feed);
        stream.Dismiss("Our own reads.");
        await UntilAsync(() => !stream.Joined && _clock.WaitingTimers == 1);
        Assert.Equal("Our own reads.", feed.State.Records.Refusal);

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Single(_opened);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(() => stream.Joined);

        Assert.Equal(2, _opened.Count);
        await EndAsync(stop, running);
    }

    [Fact(Timeout = 30_000)]
    public async Task Window_WhoseRecordsAreOurOwnDoing_HasThemNamedAndTheStreamIsLeft()
    {
        await using var harness = new MonitorHarness(describe: host => host with { OpenReadLog = Open, CountsProducers = true });
        await harness.StartAsync();
        for (var i = 0ul; i < 30; i++)
        {
            _opened.Single().Say(AuditMessageType.Syscall, i, $"syscall=257 ppid=1 pid={(i < 7 ? Environment.ProcessId : 1)} auid=4294967295 exe=\"/usr/bin/x\" key=\"reads\"");
        }

        _opened.Single().Say(AuditMessageType.ConfigChange, 31, "op=set lost=0 old=7 auid=0 ses=1 res=1");
        await UntilAsync(() => _opened.Single().Asked == 32);
        while (harness.Monitor.Feed.RecentWindows.Count == 0)
        {
            await harness.SampleAsync();
        }

        var window = harness.Monitor.Feed.RecentWindows[0];
        await UntilAsync(() => !harness.Monitor.Feed.State.Records.Joined);
        var activity = await harness.History.ActivityAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, CancellationToken.None);

        Assert.Equal((31L, 7L), (window.Details!.Producers!.Records, window.Details.Producers.Own));
        Assert.Contains(new ProducerShare("key", "reads", 30, 0), window.Details.Producers.Shares);
        Assert.Contains(new ProducerShare("auid", "unset", 30, 0), window.Details.Producers.Shares);
        Assert.StartsWith("7 of the 31 records of a window came from this console itself", harness.Monitor.Feed.State.Records.Refusal, StringComparison.Ordinal);
        Assert.Single(activity, entry => entry.Kind == ActivityKind.StreamLeft);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Yield();
        }
    }

    private static async Task EndAsync(CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    private ScriptedStream Open()
    {
        if (_refusal is not null)
        {
            throw _refusal;
        }

        var stream = new ScriptedStream();
        _opened.Enqueue(stream);
        return stream;
    }

    private RecordStream Start(out CancellationTokenSource stop, out Task running) => Start(out stop, out running, out _);

    private RecordStream Start(out CancellationTokenSource stop, out Task running, out HostFeed feed)
    {
        var host = new HostDescription { Host = "h", Source = HostSource.Kernel, System = "test", BootId = "b", Connect = () => throw new NotSupportedException(), OpenReadLog = Open };
        feed = new HostFeed(host, _clock.GetUtcNow());
        var stream = new RecordStream(feed, _clock);
        var source = stop = new CancellationTokenSource();
        running = stream.RunAsync(source.Token);
        return stream;
    }
}
