using System.Globalization;
using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Peaks;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Records;

namespace AuditConsole.Advice;

/// <summary>Says what an advice rests on, what makes it less sure, and what would do more than any limit.</summary>
internal static class EvidenceList
{
    private const double LeastShare = 0.5;
    private static readonly TimeSpan s_gapWorthSaying = TimeSpan.FromDays(1);

    public static IReadOnlyList<Evidence> Of(HostAdvice advice) =>
    [
        .. OfRecord(advice.Levels.Record),
        .. OfModel(advice.Levels),
        .. OfRecommendation(advice),
        .. OfCauses(advice),
        new(EvidenceKind.Unknown, "What cannot be known.", "New rules, a new workload or a slower disk for auditd change the picture; after a change, ask again in 30 days."),
    ];

    private static IEnumerable<Evidence> OfRecord(PeakRecord record)
    {
        var tiers = string.Join(", ", record.Tiers.Tiers.Select(tier => tier.ToString().ToLowerInvariant()));
        var isShort = record.Watched < TimeSpan.FromDays(9);
        if (record.Hours.Count > 0)
        {
            yield return new(
                isShort ? EvidenceKind.Caveat : EvidenceKind.Good, Say($"{record.Watched.TotalDays:0.#} days watched."), Say($"{record.Hours.Count:N0} hours with peaks, known by: {tiers}."));
        }

        if (record.LongestGap > s_gapWorthSaying)
        {
            yield return new(EvidenceKind.Caveat, Say($"Not watched for {record.LongestGap.TotalDays:0.#} days."), "What happened in that time is not part of it; only time that was watched counts.");
        }

        if (record.HoursSampled > 0)
        {
            yield return new(EvidenceKind.Caveat, Say($"{record.HoursSampled:N0} of {record.Hours.Count:N0} hours sampled."), "A burst between two looks is not seen, so these peaks enter as \"at least\". Every other tier is exact.");
        }

        if (record.Tiers.Count > 1 && record.Tiers.Tiers.Contains(Tier.Engine))
        {
            yield return new(EvidenceKind.Caveat, "Simulated and real peaks are mixed.", "Some windows come from the engine. What they say of a real host is not known.");
        }

        if (record.HoursCut > 0)
        {
            yield return new(EvidenceKind.Caveat, Say($"{Count(record.HoursCut, "hour was", "hours were")} cut off by the limit."), "The backlog was over it or tasks waited, so these peaks enter as \"at least\".");
        }

        if (record.HoursAstray + record.HoursTwice > 0)
        {
            yield return new(EvidenceKind.Caveat, "The clock jumped.", Say($"{Count(record.HoursAstray, "hour lies", "hours lie")} far from the rest or ahead of now, and {(record.HoursAstray == 1 ? "is" : "are")} left out; {Count(record.HoursTwice, "was", "were")} lived through twice and count once."));
        }

        if (record.LongRows > 0)
        {
            yield return new(EvidenceKind.Caveat, "Older time is left out.", Say($"Of {record.LongRows:N0} days only sums are kept."));
        }
    }

    private static IEnumerable<Evidence> OfModel(ReturnLevels levels)
    {
        if (levels.Model is not { } model)
        {
            yield return new(EvidenceKind.Caveat, "No return levels.", levels.RefusedBecause ?? "");
            yield break;
        }

        var errors = model.Fit.StandardErrors;
        var shape = Say($"Shape {model.Fit.Gev.Shape:0.00}{(errors is { } e ? Say($" (95 %: {model.Fit.Gev.Shape - (1.96 * e.Shape):0.00} to {model.Fit.Gev.Shape + (1.96 * e.Shape):0.00})") : "")}");
        var tail = model.Tail switch
        {
            TailKind.Heavy => "the tail is heavy, so much higher peaks stay possible",
            TailKind.Bounded => "the tail is bounded",
            _ => "no sign of a runaway tail",
        };
        yield return new(EvidenceKind.Good, "The curve fits.", Say($"{model.Blocks:N0} highest peaks of {Hours(model.BlockHours)}{Above(model)}; Anderson-Darling, p = {model.GoodnessOfFit:0.00}. {shape}: {tail}."));
        if (model.BusyHours is not null || model.BusyDays is not null)
        {
            var busy = model.BusyHours is { } hours ? Say($"the hours {Ranges(hours)} UTC") : "";
            var days = model.BusyDays is { } of ? string.Join(", ", Enumerable.Range(0, 7).Where(of.Contains).Select(day => ((DayOfWeek)day).ToString())) : "";
            yield return new(EvidenceKind.Caveat, "Fitted to the busy time.", Say($"Peaks depend on the time; {string.Join(" on ", new[] { busy, days }.Where(part => part.Length > 0))} were fitted, where the highest come from."));
        }
        else if (levels.Rhythm.HoursDiffer || levels.Rhythm.WeekdaysDiffer)
        {
            yield return new(EvidenceKind.Caveat, "Peaks depend on the time.", Say($"Hours of the day{(levels.Rhythm.WeekdaysDiffer ? " and weekdays" : "")} differ (Kruskal-Wallis); the fit takes them together."));
        }

        if (levels.Trend.Direction != 0)
        {
            yield return new(EvidenceKind.Caveat, levels.Trend.Direction > 0 ? "Peaks are rising." : "Peaks are falling.", Say($"Mann-Kendall over days, p = {levels.Trend.Chance:0.000}. The fit takes them as they were on average{(levels.Trend.Direction > 0 ? ", so the truth may be higher" : "")}."));
        }

        if (model.ExtremalIndex < 0.7)
        {
            yield return new(EvidenceKind.Caveat, "High peaks come in clusters.", Say($"About {1 / model.ExtremalIndex.Value:0.0} blocks in a row (extremal index {model.ExtremalIndex:0.00}), so the interval is somewhat too narrow."));
        }

        if (levels.Outlier is { } outlier)
        {
            yield return new(EvidenceKind.Caveat, "One peak rules the answer.", Say($"{outlier.Peak:N0} on {outlier.Hour:yyyy-MM-dd HH:mm} UTC. Without it the 90-day level would be {outlier.Without:N0} and not {outlier.Level:N0}; find out what it was."));
        }
    }

    private static IEnumerable<Evidence> OfRecommendation(HostAdvice advice)
    {
        if (advice.RecommendedLimit is not { } limit)
        {
            yield break;
        }

        var over = advice.HighestBursts.Where(burst => burst.Peak > limit).ToList();
        yield return over.Count == 0
            ? new(EvidenceKind.Good, "No peak seen is above it.", Say($"The highest was {advice.HighestBursts.Select(burst => burst.Peak).DefaultIfEmpty().Max():N0} of the {limit:N0} recommended."))
            : new(EvidenceKind.Caveat, Say($"{Count(over.Count, "peak seen is", "peaks seen are")} above it."), Say($"The highest was {over[0].Peak:N0}. With {limit:N0} these bursts would have lost at least {advice.Curve?.At(limit).Lost:N0} records, were tasks not made to wait; 90 days are shorter than this record."));
    }

    private static IEnumerable<Evidence> OfCauses(HostAdvice advice)
    {
        foreach (var loss in advice.Recent.LostElsewhere.Where(loss => loss.Records is not 0))
        {
            var drain = loss.Cause is LossCause.RetryQueue or LossCause.AuditdSocket;
            yield return new(EvidenceKind.Hint, drain ? "Raise the drain instead." : "A higher limit does not help.", drain
                ? Say($"{loss.Records:N0} records: {loss.Evidence} In auditd.conf, flush = INCREMENTAL_ASYNC, a higher priority_boost and q_depth do more than any limit.")
                : Say($"{loss.Records:N0} records: {loss.Evidence}"));
        }

        if (advice.Recent.LostBefore > 0)
        {
            yield return new(EvidenceKind.Hint, "Lost while booting.", Say($"{advice.Recent.LostBefore:N0} records were lost before this console watched; the boot parameter audit_backlog_limit counts there, not auditctl."));
        }

        if (advice.Facts.Limit > 0 && advice.Recent.Mean > 0.5 * advice.Facts.Limit)
        {
            yield return new(EvidenceKind.Hint, "The queue is seldom empty.", Say($"Its mean is {advice.Recent.Mean:N0} of {advice.Facts.Limit:N0}: auditd is slower than the records that come. A limit only delays that; a faster flush mode, or fewer rules, cures it."));
        }

        if (advice.Producers is { Records: > 0 } producers && producers.Shares.Where(share => share.Kind == ProducerKinds.Key).MaxBy(share => share.Records) is { } noisiest
            && (double)(noisiest.Records - noisiest.Error) / producers.Records is var share and >= LeastShare)
        {
            yield return new(EvidenceKind.Hint, "One rule makes most of it.", Say($"Rule key {noisiest.Name} makes at least {100 * share:0} % of the records in the highest bursts. Without it they would be about {100 * (1 - share):0} % as high, which does more than any limit."));
        }
    }

    private static string Above(TailModel model) => model.Above is { } above ? Say($", those above {above:N0} one by one") : "";

    private static string Hours(int hours) => hours == 1 ? "an hour" : hours == 24 ? "a day" : Say($"{hours} hours");

    private static string Ranges(IReadOnlySet<int> hours) => string.Join(", ", Enumerable.Range(0, 24).Where(hour => hours.Contains(hour) && !hours.Contains(hour - 1))
        .Select(first => (First: first, Last: Enumerable.Range(first, 25).First(hour => !hours.Contains(hour + 1))))
        .Select(range => Say($"{range.First}–{range.Last + 1}")));

    private static string Count(int count, string one, string many) => Say($"{count:N0} {(count == 1 ? one : many)}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
