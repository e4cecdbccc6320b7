using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Alerts;

public sealed class AlertRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AlertHost _host;

    public AlertRulesTests() => _host = new AlertHost(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Host_Quiet_RaisesNothing()
    {
        _host.Keeper.Observe(new LimitDrift(true, "", ""));
        for (var i = 0; i < 100; i++)
        {
            _host.Sample(TimeSpan.FromSeconds(1));
        }

        _host.Close(AlertHost.Window(peak: 10), TimeSpan.FromSeconds(1));

        Assert.All(_host.Keeper.Board.Alerts, alert => Assert.Equal(AlertState.Inactive, alert.Status.State));
    }

    [Theory]
    [InlineData(1u, 799u, AlertState.Inactive)]
    [InlineData(1u, 800u, AlertState.Firing)]
    [InlineData(2u, 499u, AlertState.Inactive)]
    [InlineData(2u, 500u, AlertState.Firing)]
    public void Backlog_OfOneSample_FiresBeforeTheWindowClosesAndEarlierWhereALossPanics(uint failure, uint backlog, AlertState expected)
    {
        _host.Status = _host.Status with { Failure = failure, Backlog = backlog };

        _host.Sample();

        Assert.Equal((expected, failure == 2), (_host.StateOf("backlog"), _host.Alert("backlog").Rule.Tightened is not null));
    }

    [Fact]
    public void Backlog_OfTheLiveMark_FiresThoughNoSampleSawIt()
    {
        _host.OpenPeak = 900;

        _host.Sample();

        Assert.Equal("The backlog reached 900 of 1,000 records (90 %).", _host.Alert("backlog").Status.Text);
        Assert.Contains("`auditctl -b 2000`", _host.Alert("backlog").Status.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Backlog_InsideTheBand_StaysAsItIs()
    {
        _host.Status = _host.Status with { Backlog = 700 };
        _host.Sample();
        Assert.Equal(AlertState.Inactive, _host.StateOf("backlog"));

        _host.Status = _host.Status with { Backlog = 800 };
        _host.Sample();
        _host.Status = _host.Status with { Backlog = 700 };
        _host.Sample(TimeSpan.FromMinutes(10));

        Assert.Equal(AlertState.Firing, _host.StateOf("backlog"));
    }

    [Theory]
    [InlineData(2, AlertState.Inactive)]
    [InlineData(3, AlertState.Firing)]
    public void Headroom_LowInSomeOfTheWindows_CountsThem(int low, AlertState expected)
    {
        for (var i = 0; i < 10; i++)
        {
            _host.Close(AlertHost.Window(peak: i < low ? 900u : 10u), AlertHost.Poll);
        }

        Assert.Equal(AlertState.Inactive, _host.StateOf("headroom"));
        _host.Sample();

        Assert.Equal(expected, _host.StateOf("headroom"));
        Assert.True(expected == AlertState.Inactive || _host.Alert("headroom").Status.Text == "Headroom was below 20 % of the limit in 3 of the last 10 windows; the least was 10 %.", _host.Alert("headroom").Status.Text);
    }

    [Fact]
    public void Lost_OfOneSample_FiresAtOnceAndIsResolvedWhenNoneWasLostForTheTime()
    {
        _host.Status = _host.Status with { Lost = 5 };
        _host.Sample();
        Assert.Equal(AlertState.Inactive, _host.StateOf("lost"));

        _host.Status = _host.Status with { Lost = 42 };
        _host.Sample(TimeSpan.FromSeconds(1));
        Assert.StartsWith("37 records lost in the last 10 min", _host.Alert("lost").Status.Text, StringComparison.Ordinal);

        // The window that closes over it counts the same 37, once.
        _host.Close(AlertHost.Window(lost: 37), TimeSpan.FromSeconds(1));
        _host.Sample(TimeSpan.FromMinutes(9));
        Assert.Equal((AlertState.Firing, 37.0), (_host.StateOf("lost"), _host.Alert("lost").Status.Value));
        _host.Sample(TimeSpan.FromMinutes(1));

        Assert.Equal(AlertState.Resolved, _host.StateOf("lost"));
    }

    [Fact]
    public void Lost_CounterReset_CountsWhatCameAfterIt()
    {
        _host.Status = _host.Status with { Lost = 500 };
        _host.Sample();
        _host.Status = _host.Status with { Lost = 3 };

        _host.Sample(TimeSpan.FromSeconds(1));

        Assert.Equal(3, _host.Alert("lost").Status.Value);
    }

    [Fact]
    public void Lost_WhileNobodyWatched_IsToldByTheWindow()
    {
        _host.Sample();

        _host.Close(AlertHost.Window(lost: 9), TimeSpan.FromSeconds(1));

        Assert.Equal(9, _host.Alert("lost").Status.Value);
    }

    [Fact]
    public void Lost_ForACauseThatALimitDoesNotCure_SaysSo()
    {
        _host.Sample();
        _host.Close(
            AlertHost.Window(lost: 9) with { Details = new WindowDetails { Losses = [new LossShare(LossCause.RateLimit, 9, "rate_limit was 10 a second.")] } }, TimeSpan.FromSeconds(1));

        Assert.StartsWith("A higher limit will not help: rate_limit was 10 a second.", _host.Alert("lost").Status.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_OfOneSample_SaysHowLong()
    {
        _host.Sample();
        _host.Status = _host.Status with { BacklogWaitTimeActual = 1500 };

        _host.Sample(TimeSpan.FromSeconds(1));

        Assert.StartsWith("Audited tasks waited 1.5 s in the last 5 min", _host.Alert("waiting").Status.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_OnAKernelThatDoesNotCountIt_IsNotKnown()
    {
        _host.Status = _host.Status with { BacklogWaitTimeActual = null };

        _host.Sample();

        Assert.Equal(AlertState.Inactive, _host.StateOf("waiting"));
    }

    [Fact]
    public void Saturation_QueueThatStaysFull_FiresAfterItsTimeAndABurstDoesNot()
    {
        _host.Status = _host.Status with { Backlog = 960 };
        _host.Sample();
        _host.Sample(TimeSpan.FromSeconds(9));
        Assert.Equal(AlertState.Pending, _host.StateOf("saturation"));
        _host.Sample(TimeSpan.FromSeconds(1));
        Assert.Equal(AlertState.Firing, _host.StateOf("saturation"));
    }

    [Fact]
    public void Saturation_RequestHeld_IsRaisedWhateverTheLastBacklogWas()
    {
        _host.HeldFor = TimeSpan.FromSeconds(20);

        _host.Sample();
        _host.Tick(TimeSpan.FromSeconds(10));

        Assert.Contains("has held a request of this console for 20 s", _host.Alert("saturation").Status.Text, StringComparison.Ordinal);
        Assert.NotEqual(AlertState.Firing, _host.StateOf("console_blind"));
    }

    [Fact]
    public void BootLoss_InTheFirstWindow_FiresForAnHour()
    {
        _host.Sample();
        _host.Close(AlertHost.Window() with { Details = new WindowDetails { Losses = [new LossShare(LossCause.BeforeStart, 446, "")] } }, TimeSpan.FromSeconds(1));
        Assert.StartsWith("446 records had been lost", _host.Alert("boot_loss").Status.Text, StringComparison.Ordinal);

        _host.Close(AlertHost.Window(), TimeSpan.FromHours(1));

        Assert.Equal(AlertState.Resolved, _host.StateOf("boot_loss"));
    }

    [Theory]
    [InlineData("auditd_gone", 1u, 0u, 30)]
    [InlineData("auditing_disabled", 0u, 0u, 10)]
    public void State_ThatStopsRecords_FiresAfterItsTime(string rule, uint enabled, uint pid, int seconds)
    {
        _host.Status = _host.Status with { Enabled = enabled, Pid = pid };
        _host.Sample();

        _host.Sample(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(AlertState.Pending, _host.StateOf(rule));
        _host.Sample(TimeSpan.FromSeconds(1));

        Assert.Equal(AlertState.Firing, _host.StateOf(rule));
    }

    [Fact]
    public void Drift_ThatTheDoctorFinds_FiresAfterFiveMinutesAndItsRemedyIsKept()
    {
        _host.Keeper.Observe(new LimitDrift(false, "backlog_limit is 64.", "`augenrules --load`"));
        for (var minute = 0; minute <= 5; minute++)
        {
            _host.Tick(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((AlertState.Firing, "backlog_limit is 64.", "`augenrules --load`"), (_host.StateOf("limit_drift"), _host.Alert("limit_drift").Status.Text, _host.Alert("limit_drift").Status.Remedy));
    }

    [Fact]
    public void Blind_NoSampleForThreePolls_FiresByTheTimerAlone()
    {
        _host.Sample();
        _host.Tick(TimeSpan.FromSeconds(44));
        Assert.Equal(AlertState.Inactive, _host.StateOf("console_blind"));

        _host.State = _host.State with { Connected = false, Problem = "It is gone." };
        _host.Tick(TimeSpan.FromSeconds(1));
        Assert.Equal((AlertState.Firing, "db-07 has not answered for 45 s; backlog and losses of that time are not seen."), (_host.StateOf("console_blind"), _host.Alert("console_blind").Status.Text));

        _host.Sample(TimeSpan.FromSeconds(1));
        Assert.Equal(AlertState.Resolved, _host.StateOf("console_blind"));
    }

    [Theory]
    [InlineData(44, AlertState.Inactive)]
    [InlineData(45, AlertState.Firing)]
    public void Blind_GapInTheLastWindow_CountsFromAFewPollsOn(int seconds, AlertState expected)
    {
        _host.Sample();

        _host.Close(AlertHost.Window() with { Gap = true, Blind = TimeSpan.FromSeconds(seconds) }, TimeSpan.FromSeconds(1));

        Assert.Equal(expected, _host.StateOf("console_blind"));
    }

    [Fact]
    public void History_ThatCannotBeWritten_FiresWithWhatWaits()
    {
        _host.State = _host.State with { HistoryProblem = "The disk is full.", WaitingWindows = 3, JoinedWindows = 2 };
        _host.Sample();
        _host.Sample(TimeSpan.FromSeconds(15));

        Assert.Equal((AlertState.Firing, "The disk is full."), (_host.StateOf("history"), _host.Alert("history").Status.Remedy));
        Assert.Contains("3 wait, 2 were taken together", _host.Alert("history").Status.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void NoLimit_IsNoReasonForAnAlert()
    {
        _host.Status = _host.Status with { BacklogLimit = 0, Backlog = 100_000 };
        _host.Sample();
        _host.Sample(TimeSpan.FromSeconds(30));

        Assert.Equal((AlertState.Inactive, AlertState.Inactive), (_host.StateOf("backlog"), _host.StateOf("saturation")));
    }

    [Fact]
    public void Settings_OfARule_TakeThePlaceOfItsDefaultsAlsoWhereALossPanics()
    {
        using var folder = new TemporaryFolder();
        var host = new AlertHost(folder, new() { ["backlog"] = new AlertRuleOptions { Threshold = 90, Keys = ["Threshold"] }, ["lost"] = new AlertRuleOptions { Enabled = false } });
        host.Status = host.Status with { Failure = 2, Backlog = 899 };
        host.Sample();
        host.Status = host.Status with { Lost = 7 };
        host.Sample(TimeSpan.FromSeconds(1));

        var rule = host.Alert("backlog").Rule;
        Assert.Equal((90.0, 67.5, AlertState.Inactive), (rule.Threshold, rule.Clear, host.StateOf("backlog")));
        Assert.Equal(["Threshold"], rule.FromSettings);
        Assert.Equal(AlertState.Inactive, host.StateOf("lost"));
    }

    [Fact]
    public void Names_OfTheRules_AreOneOfEach() =>
        Assert.Equal(AlertRules.Kinds.Count, AlertRules.Kinds.Select(kind => kind.Name).Distinct(StringComparer.Ordinal).Count());
}
