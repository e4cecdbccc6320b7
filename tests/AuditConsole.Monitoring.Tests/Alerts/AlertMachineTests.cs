using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.Alerts.Rules;
using AuditConsole.Monitoring.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Alerts;

public sealed class AlertMachineTests
{
    private static readonly DateTimeOffset s_start = AlertHost.Start;

    /// <summary>Whatever the readings and the times: never fired too early, resolved once for each firing, unmoved inside the band.</summary>
    [Fact]
    public void Machine_AnyReadingsAndTimes_KeepsTheLaw()
    {
        var (fired, resolved) = (0, 0);
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var rule = AlertRules.Of(new Dictionary<string, AlertRuleOptions>(), new AlertDefaults(false, AlertHost.Poll))[0] with
            {
                For = TimeSpan.FromSeconds(random.Next(0, 4) * 5),
                KeepFiring = TimeSpan.FromSeconds(random.Next(0, 4) * 5),
            };
            var trace = new List<(DateTimeOffset At, AlertVerdict Verdict)>();
            var status = new AlertStatus { Rule = rule.Name };
            var now = s_start;
            var isFiring = false;
            for (var step = 0; step < 100; step++)
            {
                // Mostly a sample later, at times a pause, and now and then the clock is set back.
                now += TimeSpan.FromSeconds(random.Next(20) switch { 0 => random.Next(60, 200), 1 => -random.Next(1, 50), _ => random.Next(0, 5) });
                var verdict = (AlertVerdict)(random.Next(3) == 0 ? random.Next(4) : (int)(trace is [.., var last] ? last.Verdict : AlertVerdict.Raised));
                trace.Add((now, verdict));
                var before = status;

                status = AlertMachine.Advance(before, rule, new AlertReading(verdict, step), now);

                if (before.State != AlertState.Firing && status.State == AlertState.Firing)
                {
                    AssertHeld(trace, rule.For, now);
                    isFiring = true;
                    fired++;
                }
                else if (before.State == AlertState.Firing && status.State != AlertState.Firing)
                {
                    Assert.Equal((AlertState.Resolved, AlertVerdict.Clear, true), (status.State, verdict, isFiring));
                    AssertOver(trace, rule.KeepFiring, now);
                    isFiring = false;
                    resolved++;
                }

                if (verdict is AlertVerdict.Band or AlertVerdict.Unknown)
                {
                    Assert.True(status.State == before.State || (before.State, status.State, verdict) == (AlertState.Pending, AlertState.Inactive, AlertVerdict.Band));
                }
            }

            Assert.Equal(isFiring, status.State == AlertState.Firing);
        }

        // The law is tried, not just kept by never doing anything.
        Assert.True(fired > 1000 && resolved > 1000, $"{fired} fired, {resolved} were resolved.");
    }

    [Theory]
    [InlineData(4, AlertState.Pending)]
    [InlineData(5, AlertState.Firing)]
    public void Condition_HeldForSoLong_FiresAtTheForDurationAndNotBefore(int seconds, AlertState expected)
    {
        var rule = Rule(forSeconds: 5, keepSeconds: 0);
        var status = Run(rule, (0, AlertVerdict.Raised), (seconds, AlertVerdict.Raised));

        Assert.Equal((expected, s_start), (status.State, status.Since));
    }

    [Fact]
    public void Pending_AfterAPauseInTheLooking_BeginsAnew()
    {
        var status = Run(Rule(forSeconds: 90, keepSeconds: 0), (0, AlertVerdict.Raised), (30, AlertVerdict.Raised), (95, AlertVerdict.Raised));

        Assert.Equal((AlertState.Pending, s_start.AddSeconds(95)), (status.State, status.Since));
    }

    [Fact]
    public void Firing_BackInTheBand_HasToBeClearForTheWholeTimeAgain()
    {
        var rule = Rule(forSeconds: 0, keepSeconds: 10);
        var status = Run(rule, (0, AlertVerdict.Raised), (1, AlertVerdict.Clear), (8, AlertVerdict.Band), (12, AlertVerdict.Clear));

        Assert.Equal(AlertState.Firing, status.State);
        Assert.Equal(AlertState.Resolved, AlertMachine.Advance(status, rule, new AlertReading(AlertVerdict.Clear), s_start.AddSeconds(22)).State);
    }

    [Fact]
    public void Worst_OfARuleThatFearsLowFigures_IsTheLowest()
    {
        var rule = HeadroomRule.KindOfRule.Create(new AlertRuleOptions(), new AlertDefaults(false, AlertHost.Poll));
        var status = new AlertStatus { Rule = "headroom" };
        foreach (var value in new[] { 15.0, 3.0, 12.0 })
        {
            status = AlertMachine.Advance(status, rule, new AlertReading(AlertVerdict.Raised, value), s_start);
        }

        Assert.Equal((12.0, 3.0), (status.Value, status.Worst));
    }

    private static AlertRule Rule(int forSeconds, int keepSeconds) => BacklogRule.KindOfRule.Create(new AlertRuleOptions(), new AlertDefaults(false, AlertHost.Poll)) with
    {
        For = TimeSpan.FromSeconds(forSeconds),
        KeepFiring = TimeSpan.FromSeconds(keepSeconds),
    };

    private static AlertStatus Run(AlertRule rule, params (int Second, AlertVerdict Verdict)[] readings) =>
        readings.Aggregate(new AlertStatus { Rule = rule.Name }, (status, reading) => AlertMachine.Advance(status, rule, new AlertReading(reading.Verdict), s_start.AddSeconds(reading.Second)));

    // Judged backwards from the trace alone, without what the machine remembers.
    private static void AssertHeld(List<(DateTimeOffset At, AlertVerdict Verdict)> trace, TimeSpan time, DateTimeOffset now)
    {
        var (begin, next) = (now, now);
        for (var i = trace.Count - 1; i >= 0 && now - begin < time; i--)
        {
            Assert.True(trace[i].Verdict is AlertVerdict.Raised or AlertVerdict.Unknown, "It fired although the condition was over within the for-duration.");
            if (trace[i].Verdict == AlertVerdict.Raised)
            {
                Assert.True(trace[i].At <= next && next - trace[i].At <= AlertMachine.LongestPause, "It fired over a pause in the looking, or over a step of the clock.");
                (begin, next) = (trace[i].At, trace[i].At);
            }
        }

        Assert.True(now - begin >= time, $"It fired {now - begin} after the condition began to hold, before {time}.");
    }

    private static void AssertOver(List<(DateTimeOffset At, AlertVerdict Verdict)> trace, TimeSpan time, DateTimeOffset now)
    {
        var begin = now;
        for (var i = trace.Count - 1; i >= 0 && now - begin < time; i--)
        {
            Assert.True(trace[i].Verdict is AlertVerdict.Clear or AlertVerdict.Unknown, "It was resolved although the condition was not over for long enough.");
            begin = trace[i].Verdict == AlertVerdict.Clear && trace[i].At < begin ? trace[i].At : begin;
        }

        Assert.True(now - begin >= time, $"It was resolved {now - begin} after the condition was over, before {time}.");
    }
}
