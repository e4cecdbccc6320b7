using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Alerts;

public sealed class AlertKeeperTests : IDisposable
{
    private const string Receiver = "pager";
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly TemporaryFolder _folder = new();
    private readonly AlertHost _host;

    public AlertKeeperTests() => _host = new AlertHost(_folder, null, Receiver);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Restart_WhileFiring_KeepsTheFirstMomentAndTellsNobodyTwice()
    {
        Fire();
        var before = _host.Alert("backlog").Status;
        _host.Keeper.Tell(Assert.Single(_host.Keeper.Owed(Receiver)).Id!, Receiver, ToldPhase.Firing, _host.Now);

        _host.Restart(after: TimeSpan.FromHours(1));
        var changes = _host.Sample(s_second);

        Assert.Empty(changes);
        Assert.Equal((AlertState.Firing, before.Since, before.FiredAt, before.Id), (_host.StateOf("backlog"), _host.Alert("backlog").Status.Since, _host.Alert("backlog").Status.FiredAt, _host.Alert("backlog").Status.Id));
        Assert.Empty(_host.Keeper.Owed(Receiver));
    }

    [Fact]
    public void Restart_BeforeTheReceiverWasTold_StillOwesIt()
    {
        Fire();

        _host.Restart();

        Assert.Equal(AlertState.Firing, Assert.Single(_host.Keeper.Owed(Receiver)).State);
    }

    [Fact]
    public void Restart_AfterItEndedWhileNobodyWatched_ResolvesItOnce()
    {
        Fire();
        _host.Keeper.Tell(_host.Alert("backlog").Status.Id!, Receiver, ToldPhase.Firing, _host.Now);
        _host.Restart(TimeSpan.FromHours(1));
        _host.Status = _host.Status with { Backlog = 0 };
        _host.Sample(s_second);
        _host.Sample(TimeSpan.FromMinutes(1));

        var owed = Assert.Single(_host.Keeper.Owed(Receiver));
        Assert.Equal(AlertState.Resolved, owed.State);
        _host.Keeper.Tell(owed.Id!, Receiver, ToldPhase.Resolved, _host.Now);
        _host.Restart();
        _host.Sample(s_second);

        Assert.Empty(_host.Keeper.Owed(Receiver));
        Assert.Equal(owed.Id, Assert.Single(_host.Keeper.Board.Past).Id);
    }

    [Fact]
    public void Restart_WhilePending_GoesOnIfItWasShortAndBeginsAnewIfNot()
    {
        _host.Status = _host.Status with { Pid = 0 };
        _host.Sample();
        _host.Sample(TimeSpan.FromSeconds(20));
        _host.Restart(TimeSpan.FromSeconds(10));
        _host.Sample();
        Assert.Equal(AlertState.Firing, _host.StateOf("auditd_gone"));

        _host.Status = _host.Status with { Pid = 7 };
        _host.Sample(s_second);
        _host.Status = _host.Status with { Pid = 0 };
        _host.Sample(s_second);
        _host.Restart(TimeSpan.FromHours(1));
        _host.Sample();

        Assert.Equal((AlertState.Pending, _host.Now), (_host.StateOf("auditd_gone"), _host.Alert("auditd_gone").Status.Since));
    }

    [Fact]
    public void Silence_WhileFiring_OwesNobodyUntilItEnds()
    {
        _host.Keeper.Silence("backlog", TimeSpan.FromHours(1), "operator", "load test", _host.Now);
        Fire();
        Assert.Equal((0, AlertState.Firing), (_host.Keeper.Board.Firing, _host.StateOf("backlog")));
        Assert.Empty(_host.Keeper.Owed(Receiver));
        _host.Restart();
        Assert.Equal("load test", _host.Alert("backlog").Silence?.Reason);

        _host.Sample(TimeSpan.FromMinutes(59));
        Assert.Empty(_host.Keeper.Owed(Receiver));
        _host.Sample(TimeSpan.FromMinutes(1));

        Assert.Equal((1, "backlog"), (_host.Keeper.Board.Firing, Assert.Single(_host.Keeper.Owed(Receiver)).Rule));
    }

    [Fact]
    public void Silence_EndedByHand_EndsOnce()
    {
        _host.Keeper.Silence("backlog", TimeSpan.FromHours(1), "operator", "", _host.Now);

        Assert.Equal("backlog", _host.Keeper.EndSilence("backlog", _host.Now)?.Rule);
        Assert.Null(_host.Keeper.EndSilence("backlog", _host.Now));
        Assert.Null(_host.Alert("backlog").Silence);
    }

    [Fact]
    public void Alert_SilencedFromItsBeginToItsEnd_IsNeverTold()
    {
        _host.Keeper.Silence("backlog", TimeSpan.FromHours(1), "operator", "", _host.Now);
        Fire();
        _host.Status = _host.Status with { Backlog = 0 };
        _host.Sample(s_second);
        _host.Sample(TimeSpan.FromMinutes(1));

        Assert.Single(_host.Keeper.Board.Past);
        Assert.Empty(_host.Keeper.Owed(Receiver));
    }

    [Theory]
    [InlineData("{\"version\":1,\"host\":\"db-07\",\"alerts\":[{\"rule\":", "damaged", "cannot be read")]
    [InlineData("", "damaged", "cannot be read")]
    [InlineData("[]", "damaged", "cannot be read")]
    [InlineData("{\"version\":1,\"host\":\"db-07\",\"alerts\":null}", "damaged", "a part is missing")]
    [InlineData("{\"version\":1,\"host\":\"db-07\",\"alerts\":[{\"rule\":\"lost\",\"state\":\"firing\"}]}", "damaged", "a part is missing")]
    [InlineData("{\"version\":2,\"something\":\"else\"}", "newer", "newer version (2; this one reads 1)")]
    [InlineData("{\"version\":1,\"host\":\"engine\"}", "other", "belongs to engine")]
    public void File_ThatCannotBeUsed_IsMovedAsideWithAWordAndNotLost(string content, string why, string said)
    {
        File.WriteAllText(_host.File, content);

        _host.Restart();
        Fire();

        var aside = Assert.Single(Directory.GetFiles(_folder.Path, $"alerts.json.{why}-*"));
        Assert.Equal(content, File.ReadAllText(aside));
        Assert.Contains(said, _host.Keeper.Board.FileProblem, StringComparison.Ordinal);
        Assert.Contains(aside, _host.Keeper.Board.FileProblem, StringComparison.Ordinal);
        Assert.Contains("\"firing\"", File.ReadAllText(_host.File), StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatCannotBeWritten_IsSaidAndAlertsGoOn()
    {
        Directory.CreateDirectory($"{_host.File}.{Environment.ProcessId}.new");

        Fire();
        Assert.Contains("cannot be written", _host.Keeper.Board.FileProblem, StringComparison.Ordinal);
        Assert.Equal(AlertState.Firing, _host.StateOf("backlog"));

        Directory.Delete($"{_host.File}.{Environment.ProcessId}.new");
        _host.Sample(TimeSpan.FromSeconds(15));
        Assert.Null(_host.Keeper.Board.FileProblem);
        _host.Restart();
        Assert.Equal(AlertState.Firing, _host.StateOf("backlog"));
    }

    [Fact]
    public void Rule_SwitchedOffWhileFiring_IsResolvedAtTheNextStart()
    {
        Fire();
        var host = new AlertHost(_folder, new() { ["backlog"] = new AlertRuleOptions { Enabled = false } }, Receiver);

        host.Sample();

        Assert.Equal((AlertState.Resolved, 0), (host.StateOf("backlog"), host.Keeper.Board.Firing));
        Assert.EndsWith("The rule was switched off.", Assert.Single(host.Keeper.Owed(Receiver)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Past_IsBoundedAndNewestFirst()
    {
        for (var i = 0; i < AlertKeeper.MostPast + 5; i++)
        {
            Fire();
            _host.Status = _host.Status with { Backlog = 0 };
            _host.Sample(s_second);
            _host.Sample(TimeSpan.FromMinutes(1));
        }

        var past = _host.Keeper.Board.Past;
        Assert.Equal(AlertKeeper.MostPast, past.Count);
        Assert.True(past[0].FiredAt > past[^1].FiredAt);
    }

    private void Fire()
    {
        _host.Status = _host.Status with { Backlog = 900 };
        _host.Sample(s_second);
        Assert.Equal(AlertState.Firing, _host.StateOf("backlog"));
    }
}
