using AuditConsole.Components.Parts;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Tests.Components;

public sealed class VerdictTextTests
{
    public static TheoryData<string, Condition, string, string> States => new()
    {
        { "nothing answered", Condition.Unknown, "Unknown", "Not known yet: the kernel has not answered." },
        { "cannot be asked", Condition.NotAsked, "Not asked", "The kernel cannot be asked, so this is not known now." },
        { "held", Condition.Held, "Held by the kernel", "The kernel is holding our request for 3 s." },
        { "lost over the limit", Condition.Losing, "Losing records", "Losing records: 214 in the last window." },
        { "lost below the limit", Condition.Losing, "Losing records", "Losing records, 57 in the last window, but a higher limit will not help." },
        { "over the limit now", Condition.OverLimit, "Over the limit", "No: the backlog is over the limit, and tasks are made to wait." },
        { "over the limit earlier", Condition.OverLimit, "Over the limit", "No: the backlog went 9 records past the limit, at 14:31:07." },
        { "no limit", Condition.NoLimit, "No limit", "No limit is set, so no record is refused; the highest backlog was 1,836." },
        { "tight", Condition.Tight, "Tight", "Yes, but with little to spare: 212 records were left at the worst moment." },
        { "tight, sampled", Condition.Tight, "Tight or tighter", "Perhaps: at most 212 records were left at the worst moment." },
        { "safe", Condition.Safe, "Safe", "Yes: 1,748 records were left at the worst moment." },
        { "safe, sampled", Condition.Safe, "Safe as far as seen", "As far as seen: at most 1,748 records were left at the worst moment." },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void For_State_SaysItsSentence(string state, Condition condition, string word, string sentence)
    {
        var verdict = Judge(state);

        Assert.Equal((condition, word, sentence), (verdict.Condition, verdict.Word, verdict.Sentence.Replace('\u00a0', ' ')));
        Assert.NotEmpty(verdict.Second);
    }

    [Fact]
    public void For_LossBelowLimit_NamesItsCauseAndWhatToDo() =>
        Assert.Contains("raise rate_limit", Judge("lost below the limit").Second, StringComparison.Ordinal);

    [Fact]
    public void For_LossAtSampledTier_DoesNotNameACause()
    {
        var details = new WindowDetails { Losses = [new LossShare(LossCause.Unknown, 57, "The highest backlog seen was 118.")] };

        var verdict = For(Sample.Snapshot(tier: Tier.Sampled, mark: 118), Sample.Window(peak: 118, lost: 57, tier: Tier.Sampled) with { Details = details });

        Assert.DoesNotContain("will not help", verdict.Sentence, StringComparison.Ordinal);
        Assert.StartsWith("The cause cannot be told. The highest backlog seen was 118.", verdict.Second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "nothing higher can have hidden")]
    [InlineData(1, "not known at this tier")]
    public void For_SampledWindow_SaysWhetherAnythingCanHaveHidden(int blindMilliseconds, string expected)
    {
        var window = Sample.Window(tier: Tier.Sampled) with { Blind = TimeSpan.FromMilliseconds(blindMilliseconds), Details = new WindowDetails { Samples = 150 } };

        Assert.Contains(expected, For(Sample.Snapshot(tier: Tier.Sampled, mark: 300), window).Second, StringComparison.Ordinal);
    }

    [Fact]
    public void For_LostSinceBaselineOnly_SaysSo()
    {
        var snapshot = Sample.Snapshot(mark: 300);

        var verdict = For(snapshot with { Mark = snapshot.Mark with { Lost = 5 } }, Sample.Window());

        Assert.Contains("5\u00a0records were lost since 14:29:30.", verdict.Second, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was lost", verdict.Second, StringComparison.Ordinal);
    }

    [Fact]
    public void For_WaitsNotKnown_DoesNotClaimNobodyWaited() =>
        Assert.DoesNotContain("had to wait", For(Sample.Snapshot(mark: 300), Sample.Window(waitTicks: null)).Second, StringComparison.Ordinal);

    [Theory]
    [InlineData(1638, Condition.Safe)] // 20.02 % left
    [InlineData(1639, Condition.Tight)] // 19.97 % left
    [InlineData(2048, Condition.Tight)] // the kernel waits above the limit, not at it
    [InlineData(2049, Condition.OverLimit)]
    public void For_Mark_BordersAreWhereTheySayTheyAre(uint mark, Condition expected) => Assert.Equal(expected, For(Sample.Snapshot(mark: mark), Sample.Window()).Condition);

    [Fact]
    public void For_Engine_SaysEngine()
    {
        var verdict = VerdictText.For(Sample.Host(HostSource.Engine), null, null, Sample.Connected, Sample.Now);

        Assert.Contains("engine", verdict.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("kernel", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void For_Held_TellsTheLongestWait() => Assert.Contains("for at most 60\u00a0s", Judge("held").Second, StringComparison.Ordinal);

    private static VerdictText Judge(string state)
    {
        var usual = Sample.Snapshot();
        return state switch
        {
            "nothing answered" => For(null, null),
            "cannot be asked" => VerdictText.For(Sample.Host(), usual, null, new MonitorState { Problem = "EPERM" }, Sample.Now),
            "held" => For(usual with { HeldFor = TimeSpan.FromSeconds(3.7) }, null),
            "lost over the limit" => For(Sample.Snapshot(mark: 2057), Sample.Window(peak: 2057, lost: 214)),
            "lost below the limit" => For(Sample.Snapshot(mark: 118) with { Status = usual.Status with { RateLimit = 100 } }, Sample.Window(peak: 118, lost: 57) with { Details = new WindowDetails { Losses = [new LossShare(LossCause.RateLimit, 57, "It was on.")] } }),
            "over the limit now" => For(Sample.Snapshot(backlog: 2057, mark: 2057), Sample.Window()),
            "over the limit earlier" => For(Sample.Snapshot(mark: 2057), Sample.Window()),
            "no limit" => For(Sample.Snapshot(limit: 0), Sample.Window(limit: 0)),
            "tight" => For(usual, Sample.Window()),
            "tight, sampled" => For(Sample.Snapshot(tier: Tier.Sampled), Sample.Window(tier: Tier.Sampled)),
            "safe" => For(Sample.Snapshot(mark: 300), Sample.Window()),
            "safe, sampled" => For(Sample.Snapshot(mark: 300, tier: Tier.Sampled), Sample.Window(tier: Tier.Sampled)),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
        };
    }

    private static VerdictText For(Snapshot? latest, PollWindow? last) => VerdictText.For(Sample.Host(), latest, last, Sample.Connected, Sample.Now);
}
