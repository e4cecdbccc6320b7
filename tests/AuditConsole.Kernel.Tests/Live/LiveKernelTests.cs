using System.Globalization;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Live;

/// <summary>This machine's own kernel, whose settings are only read; the one write is a reset of <c>lost</c> while it is 0.</summary>
public sealed class LiveKernelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_OfThisKernel_IsWhatAuditctlSays()
    {
        LiveMachine.Require("auditctl");
        await using var client = new AuditClient(NetlinkTransport.Open(), TimeProvider.System);
        var before = await LiveMachine.AuditctlAsync();
        var status = await client.GetStatusAsync(Stop);
        var features = await client.GetFeaturesAsync(Stop);
        var after = await LiveMachine.AuditctlAsync();

        Assert.Equal(before["enabled"], Text(status.Enabled));
        Assert.Equal(before["failure"], Text(status.Failure));
        Assert.Equal(before["pid"], Text(status.Pid));
        Assert.Equal(before["rate_limit"], Text(status.RateLimit));
        Assert.Equal(before["backlog_limit"], Text(status.BacklogLimit));
        Assert.Equal(before["backlog_wait_time"], Text(status.BacklogWaitTime));
        Assert.InRange(status.Lost, Number(before["lost"]), Number(after["lost"]));
        Assert.Equal(
            before["loginuid_immutable"], $"{(features.LoginUidImmutable ? 1 : 0)} {(features.LoginUidImmutableLocked ? "locked" : "unlocked")}");
        Assert.Equal(client.KeepsBacklogMaxDepth, status.BacklogMaxDepth is not null);
        Assert.Equal(0, client.UnmatchedReplies);
        Assert.Equal(Settings(before), Settings(after));
    }

    [Fact]
    public async Task ReadAndClear_OfLostWhileItIsZero_ReturnsZeroAndChangesNoSetting()
    {
        LiveMachine.Require("auditctl");
        var before = await LiveMachine.AuditctlAsync();
        Assert.SkipUnless(before["lost"] == "0", "This machine has lost records; the count is not this test's to clear.");
        await using var client = new AuditClient(NetlinkTransport.Open(), TimeProvider.System);

        Assert.Equal(0u, await client.ReadAndClearAsync(AuditCounter.Lost, Stop));
        Assert.Equal(Settings(before), Settings(await LiveMachine.AuditctlAsync()));
    }

    [Fact]
    public async Task Requests_AThousandInARow_AreAllAnswered()
    {
        LiveMachine.Require();
        await using var client = new AuditClient(NetlinkTransport.Open(), TimeProvider.System);
        var first = await client.GetStatusAsync(Stop);
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(first.BacklogLimit, (await client.GetStatusAsync(Stop)).BacklogLimit);
        }

        Assert.Equal(0, client.UnmatchedReplies);
    }

    [Fact]
    public async Task Requests_FromManyClientsAtOnce_GetTheirOwnAnswers()
    {
        LiveMachine.Require();
        await Parallel.ForAsync(0, 8, Stop, async (_, stop) =>
        {
            await using var client = new AuditClient(NetlinkTransport.Open(), TimeProvider.System);
            var asked = Enumerable.Range(0, 50).Select(_ => client.GetStatusAsync(stop));
            Assert.Equal(50, (await Task.WhenAll(asked)).Length);
            Assert.Equal(0, client.UnmatchedReplies);
        });
    }

    [Fact]
    public async Task Transport_OpenedAndDisposedAgainAndAgain_LeavesNoDescriptorBehind()
    {
        LiveMachine.Require();
        await OpenAndAskAsync();
        var before = SocketsAndEvents();
        for (var i = 0; i < 20; i++)
        {
            await OpenAndAskAsync();
        }

        // Another test of this run may hold a few of its own; a leak would be two for each of the twenty.
        Assert.InRange(SocketsAndEvents() - before, int.MinValue, 20);
    }

    [Fact]
    public async Task ReadAndClear_OfAMarkThisKernelDoesNotKeep_IsNotSent()
    {
        LiveMachine.Require();
        await using var client = new AuditClient(NetlinkTransport.Open(), TimeProvider.System);
        var status = await client.GetStatusAsync(Stop);
        Assert.SkipWhen(status.BacklogMaxDepth is not null, "This kernel keeps backlog_max_depth.");

        await Assert.ThrowsAsync<NotSupportedException>(() => client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop));
    }

    [Fact]
    public void Host_OfThisMachine_KnowsReleaseBootAndTick()
    {
        var host = new KernelHost();

        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), host.Release);
        Assert.True(Guid.TryParse(host.BootId, out _));
        Assert.InRange(Assert.NotNull(host.Hz), 24, 10_000);
    }

    private static async Task OpenAndAskAsync()
    {
        await using var client = new AuditClient(NetlinkTransport.Open(), TimeProvider.System);
        await client.GetStatusAsync(Stop);
    }

    private static int SocketsAndEvents() => Directory.EnumerateFiles("/proc/self/fd")
        .Select(f => new FileInfo(f).LinkTarget)
        .Count(t => t is not null && (t.StartsWith("socket:", StringComparison.Ordinal) || t.Contains("eventfd", StringComparison.Ordinal)));

    private static Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> status)
    {
        string[] names = ["enabled", "failure", "pid", "rate_limit", "backlog_limit", "backlog_wait_time", "loginuid_immutable"];
        return names.ToDictionary(n => n, n => status[n]);
    }

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(uint? value) => string.Create(CultureInfo.InvariantCulture, $"{value}");
}
