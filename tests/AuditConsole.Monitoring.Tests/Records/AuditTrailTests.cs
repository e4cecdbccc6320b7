using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Records;

public sealed class AuditTrailTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task Reset_ByAnOperator_IsInTheHostsOwnTrailWithTheirName()
    {
        var kernel = new FakeKernel { Status = new FakeKernel().Status with { Lost = 7 } };
        await using var harness = await StartAsync(kernel);
        var reset = harness.Monitor.ResetCounterAsync(AuditCounter.Lost, new Requester("alice", "192.0.2.7, page"), s_none);
        await harness.SampleAsync();
        await reset;

        Assert.Equal("op=reset lost=0 old=7 acct=\"alice\" exe=\"AuditConsole\" from=3139322E302E322E372C2070616765 res=success\0", await kernel.UserRecords.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Baseline_AndWhatIsNoChange_IsNotInTheTrail()
    {
        var kernel = new FakeKernel();
        await using var harness = await StartAsync(kernel);
        await harness.Monitor.ResetMarkAsync(ResetKind.Baseline, new Requester("alice", "here"), s_none);
        await harness.Monitor.NoteAsync(ActivityKind.Note, new Requester("alice", "here"), "hello", s_none);

        await harness.StopAsync();

        Assert.False(kernel.UserRecords.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Reset_WhereRecordsMayNotBeWritten_SendsNone()
    {
        var kernel = new FakeKernel();
        await using var harness = new MonitorHarness(kernel);
        await harness.StartAsync();
        var reset = harness.Monitor.ResetCounterAsync(AuditCounter.Lost, new Requester("alice", "here"), s_none);
        await harness.SampleAsync();
        await reset;

        await harness.StopAsync();

        Assert.False(kernel.UserRecords.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Record_TheKernelRefuses_IsSaidAndTheResetStands()
    {
        var kernel = new FakeKernel { UserRecordErrno = Errno.OperationNotPermitted };
        await using var harness = await StartAsync(kernel);
        var reset = harness.Monitor.ResetCounterAsync(AuditCounter.Lost, new Requester("alice", "here"), s_none);
        await harness.SampleAsync();
        await reset;

        await harness.StopAsync();

        Assert.StartsWith("A change by alice could not be written to the audit trail: ", harness.Monitor.Feed.State.TrailProblem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ActivityKind.Configured, "backlog_limit", 64u, 8192u, false, "op=set backlog_limit=8192 old=64 acct=\"bob\" exe=\"AuditConsole\" from=? res=success")]
    [InlineData(ActivityKind.Configured, "enabled", 2u, 1u, true, "op=set enabled=1 old=2 acct=\"bob\" exe=\"AuditConsole\" from=? res=failed")]
    [InlineData(ActivityKind.ChangeReverted, "rate_limit", 5u, 0u, false, "op=revert rate_limit=0 old=5 acct=\"bob\" exe=\"AuditConsole\" from=? res=success")]
    [InlineData(ActivityKind.ChangeConfirmed, null, null, null, false, "op=confirm acct=\"bob\" exe=\"AuditConsole\" from=? res=success")]
    public void Text_OfAChange_NamesFieldOldAndNew(ActivityKind kind, string? field, uint? old, uint? after, bool refused, string expected) => Assert.Equal(
        expected,
        AuditTrail.TextOf(new Activity("host", default, kind, "bob", null, null, "") { Field = field, OldValue = old, NewValue = after, Refused = refused }));

    private static async Task<MonitorHarness> StartAsync(FakeKernel kernel)
    {
        var harness = new MonitorHarness(kernel, describe: host => host with { WritesTrail = true });
        await harness.StartAsync();
        return harness;
    }
}
