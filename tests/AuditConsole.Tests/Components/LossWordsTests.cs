using AuditConsole.Components.Parts;
using AuditConsole.History;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Tests.Components;

public sealed class LossWordsTests
{
    public static TheoryData<LossCause> Causes => [.. Enum.GetValues<LossCause>()];

    [Theory]
    [MemberData(nameof(Causes))]
    public void Sentence_OfEachCause_IsItsOwnWithAndWithoutANumber(LossCause cause)
    {
        Assert.Single(Enum.GetValues<LossCause>(), other => LossWords.Sentence(other, 3) == LossWords.Sentence(cause, 3));
        Assert.Contains("3\u00a0", LossWords.Sentence(cause, 3), StringComparison.Ordinal);
        Assert.DoesNotContain("3", LossWords.Sentence(cause, null), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Causes))]
    public void Remedy_WhereTheLimitDoesNotHelp_SaysSo(LossCause cause)
    {
        var helps = new LossShare(cause, 1, "").LimitHelps;

        Assert.Equal(helps == false, LossWords.Remedy(cause).Contains("will not help", StringComparison.Ordinal) || LossWords.Remedy(cause).Contains("only delays it", StringComparison.Ordinal));
    }

    [Fact]
    public void Explanation_NamesWhoFilledTheQueueAndHowSureThePeakIs()
    {
        var window = Sample.Window(tier: Tier.Sampled) with
        {
            Blind = TimeSpan.FromSeconds(2),
            Details = new WindowDetails
            {
                Producers = new WindowProducers(200, 10, 0, [new("key", "exec", 166, 0), new("exe", "/usr/bin/make", 120, 3), new("auid", "1000", 200, 0)]),
            },
        };

        Assert.Equal(
            "83 % key=exec, 60 % exe=/usr/bin/make. 5 % were caused by this console. A higher one may have hidden in 2 s between the looks.",
            PeakExplanation.Of(window).Replace('\u00a0', ' '));
    }

    [Fact]
    public void Losses_OfSeveralWindows_AreSummedByCause()
    {
        var windows = new[] { (LossCause.RateLimit, 3L), (LossCause.BacklogLimit, 5L), (LossCause.RateLimit, 4L) }
            .Select(loss => Sample.Window() with { Details = new WindowDetails { Losses = [new LossShare(loss.Item1, loss.Item2, "")] } });

        Assert.Equal([(LossCause.RateLimit, 7L), (LossCause.BacklogLimit, 5L)], PeakExplanation.Losses(windows).Select(loss => (loss.Cause, loss.Records!.Value)));
    }
}
