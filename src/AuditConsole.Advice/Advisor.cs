using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Losses;
using AuditConsole.Advice.Peaks;
using AuditConsole.Advice.Verdicts;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Records;

namespace AuditConsole.Advice;

/// <summary>Works out advice from a history. Holds no state; any thread may call.</summary>
/// <param name="history">Where the windows are.</param>
/// <param name="time">The clock.</param>
public sealed class Advisor(IHistory history, TimeProvider time)
{
    /// <summary>How far back advice looks unless told otherwise.</summary>
    public static readonly TimeSpan Span = UsableHours.Span;

    private const int HoursLookedInto = 150;
    private const int WindowsOfAnHour = 4_000;
    private const int BurstsOfProducers = 10;
    private const double LongestWait = 60;
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>The verdict alone, from the last 30 days: what can be said at once.</summary>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public async Task<LimitVerdict> JudgeAsync(AdvisedHost facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var now = time.GetUtcNow();
        var hours = facts.IsImported
            ? await history.HoursAsync(facts.Host, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, cancellationToken).ConfigureAwait(false)
            : await history.HoursAsync(facts.Host, now - RecentFacts.Span, now, cancellationToken).ConfigureAwait(false);
        var usable = UsableHours.Of(hours, facts.IsImported ? null : now);
        return LimitVerdict.Of(facts, RecentFacts.Of(usable.Rows, facts.Limit), levels: null, recommended: null);
    }

    /// <summary>The whole advice.</summary>
    /// <param name="facts">The host.</param>
    /// <param name="from">From when on; <see langword="null"/> for the last <see cref="Span"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public async Task<HostAdvice> AdviseAsync(AdvisedHost facts, DateTimeOffset? from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var now = time.GetUtcNow();
        // Hours ahead of now are read too, since they tell that the clock jumped.
        var hours = await history.HoursAsync(facts.Host, from ?? (facts.IsImported ? DateTimeOffset.UnixEpoch : now - Span), DateTimeOffset.MaxValue, cancellationToken).ConfigureAwait(false);
        var usable = UsableHours.Of(hours, facts.IsImported ? null : now);
        var record = PeakRecord.Of(usable);
        var levels = ReturnLevels.Of(record, facts.Limit);
        cancellationToken.ThrowIfCancellationRequested();
        var bursts = await BurstsAsync(facts.Host, record, cancellationToken).ConfigureAwait(false);
        return Compose(facts, now, RecentFacts.Of(usable.Rows, facts.Limit), levels, bursts, cancellationToken);
    }

    private static HostAdvice Compose(
        AdvisedHost facts, DateTimeOffset now, RecentFacts recent, ReturnLevels levels, List<Burst> bursts, CancellationToken cancellationToken)
    {
        var ninety = levels.Answers.FirstOrDefault(answer => answer.Days == 90);
        uint? recommended = ninety?.High is { } high and < uint.MaxValue - HostAdvice.Step ? Math.Max(1, (uint)Math.Ceiling(high / HostAdvice.Step)) * HostAdvice.Step : null;
        var highest = levels.Record.Hours.Select(hour => hour.Peak).DefaultIfEmpty().Max();
        var thumbs = RuleOfThumb.LimitsFor(highest).ToList();
        var curve = bursts.Count == 0 ? null : LossCurve.Of(
            bursts, levels.Record.Hours, levels.Model, [facts.Limit, recommended ?? 0, (uint)Math.Max(1, highest - 1L), .. thumbs.Select(thumb => thumb.Limit)], cancellationToken);
        var advice = new HostAdvice
        {
            Facts = facts,
            At = now,
            Verdict = LimitVerdict.Of(facts, recent, levels, recommended),
            Recent = recent,
            Levels = levels,
            Curve = curve,
            RecommendedLimit = recommended,
            RecommendedWaitSeconds = facts.WaitSeconds is { } wait ? Math.Min(wait, LongestWait) : null,
            RefusedBecause = recommended is null ? ninety?.RefusedBecause ?? levels.RefusedBecause : null,
            RulesOfThumb = curve is null ? [] : [.. thumbs.Select(thumb => new RuleOfThumb(thumb.Kind, thumb.Limit, curve.At(thumb.Limit)))],
            HighestBursts = bursts,
            Producers = ProducersOf(bursts),
        };
        return advice with { Evidence = EvidenceList.Of(advice) };
    }

    // The windows of the highest hours one by one; of the other hours, where losses would be small, the highest alone.
    private async Task<List<Burst>> BurstsAsync(string host, PeakRecord record, CancellationToken cancellationToken)
    {
        var ordered = record.Hours.Where(hour => hour.Peak > 0).OrderByDescending(hour => hour.Peak).ToList();
        var bursts = new List<Burst>();
        foreach (var hour in ordered.Take(HoursLookedInto))
        {
            var windows = await history.PollsAsync(host, hour.Hour, hour.Hour + s_hour, WindowsOfAnHour, cancellationToken).ConfigureAwait(false);
            bursts.AddRange(windows.Where(window => window.From >= hour.Hour && window.Peak > 0).Select(Burst.Of));
        }

        bursts.AddRange(ordered.Skip(HoursLookedInto).Select(hour => new Burst(hour.Hour, hour.Peak, hour.IsAtLeast, null, null)));
        return [.. bursts.OrderByDescending(burst => burst.Peak)];
    }

    private static WindowProducers? ProducersOf(List<Burst> bursts)
    {
        List<WindowProducers> told = [.. bursts.Select(burst => burst.Producers).OfType<WindowProducers>().Take(BurstsOfProducers)];
        return told.Count == 0 ? null : WindowProducers.Sum(told);
    }
}
