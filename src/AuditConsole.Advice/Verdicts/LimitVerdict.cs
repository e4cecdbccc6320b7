using System.Globalization;
using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Losses;
using AuditConsole.Monitoring.Losses;

namespace AuditConsole.Advice.Verdicts;

/// <summary>One sentence on a limit.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Summary">The sentence, with a number in it, and what the host's own settings change.</param>
public sealed record LimitVerdict(VerdictKind Kind, string Summary)
{
    /// <summary>Above this chance of being exceeded within 30 days, a limit is called tight.</summary>
    public const double TightAbove = 0.05;

    // Without a distribution: the share of the limit above which a peak leaves little room.
    private const double TightShare = 0.8;
    private const int LeastHours = 24;
    private const double MostMemory = 0.05;
    private const long MostMemoryUnknown = 1L << 30;
    private const int MuchLarger = 4;
    private const double LeastWait = 1;

    /// <summary>Judges.</summary>
    /// <param name="facts">The host.</param>
    /// <param name="recent">What happened under its present limit.</param>
    /// <param name="levels">How high peaks will get; <see langword="null"/> while that is not worked out yet.</param>
    /// <param name="recommended">The limit recommended, where one is.</param>
    public static LimitVerdict Of(AdvisedHost facts, RecentFacts recent, ReturnLevels? levels, uint? recommended)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(recent);
        var verdict = Judge(facts, recent, levels, recommended);
        return verdict with { Summary = string.Join(' ', new[] { verdict.Summary }.Concat(Changes(facts, recent, verdict.Kind))) };
    }

    private static LimitVerdict Judge(AdvisedHost facts, RecentFacts recent, ReturnLevels? levels, uint? recommended)
    {
        var limit = facts.Limit;
        var since = recent.From is { } from ? Say($"since {from:yyyy-MM-dd HH:mm} UTC") : "";
        if (recent.LostForLimit > 0)
        {
            return new(VerdictKind.Losing, Say($"{recent.LostForLimit:N0} records were lost at the limit of {limit:N0} {since}."));
        }

        if (recent.Lost > 0)
        {
            return recent.LostElsewhere is [var first, ..] && (first.Records > 0 || recent.LostUnexplained == 0)
                ? new(VerdictKind.NotTheLimit, Say($"The limit is not your problem: {recent.Lost:N0} records were lost {since} while the highest backlog was {recent.Highest:N0} of {limit:N0}. {Cause(first.Cause)}"))
                : new(VerdictKind.Losing, Say($"{recent.LostUnexplained:N0} records were lost {since}, and whether for the limit cannot be told: a higher backlog than the {recent.Highest:N0} seen may have been missed."));
        }

        if (limit == 0)
        {
            return new(VerdictKind.Unlimited, Say($"There is no limit, so nothing is refused; the highest backlog was {recent.Highest:N0}."));
        }

        if (recent.WaitSeconds >= LeastWait)
        {
            return new(VerdictKind.Stalling, Say($"Tasks were put to sleep for {recent.WaitSeconds:N0} s in all {since}, because the backlog was over the limit of {limit:N0}."));
        }

        if (recent.OverLimit > 0 || recent.WaitSeconds > 0)
        {
            return new(VerdictKind.Saturated, Say($"The backlog went over the limit of {limit:N0} in {Count(recent.OverLimit, "window")} {since}; nothing was lost yet."));
        }

        return levels?.Model is { } model && levels.Answers[0].ExceedProbability is { } chance ? ByChance(facts, model, levels, chance, recommended) : ByPeak(facts, recent, levels);
    }

    private static LimitVerdict ByChance(AdvisedHost facts, TailModel model, ReturnLevels levels, double chance, uint? recommended)
    {
        var limit = facts.Limit;
        var percent = chance < 0.001 ? "below 0.1 %" : Say($"{100 * chance:0.#} %");
        if (chance > TightAbove)
        {
            var days = 1 / (model.BlocksPerDay * model.Fit.Gev.Rate(limit + 0.5));
            return new(VerdictKind.Tight, Say($"The limit of {limit:N0} is exceeded about once in {days:N0} days; the chance within 30 days is {percent}."));
        }

        var cost = new QueueCost(limit).ThreeLong;
        var matters = facts.MemoryBytes is { } memory ? cost > MostMemory * memory : cost > MostMemoryUnknown;
        return recommended is { } enough && limit > MuchLarger * (long)enough && matters
            ? new(VerdictKind.Oversized, Say($"The limit of {limit:N0} is far more than peaks ask for, {enough:N0}, and full queues could take {cost >> 20:N0} MiB."))
            : new(VerdictKind.Safe, Say($"The limit of {limit:N0} holds: the chance that a peak exceeds it within 30 days is {percent}, and the highest so far was {levels.Record.Hours.Max(hour => hour.Peak):N0}."));
    }

    private static LimitVerdict ByPeak(AdvisedHost facts, RecentFacts recent, ReturnLevels? levels)
    {
        if (recent.Hours == 0 || (recent.Highest == 0 && levels?.Record.Hours.All(hour => hour.Peak == 0) != false))
        {
            return new(VerdictKind.InsufficientData, recent.Hours == 0 ? "Nothing has been watched under this limit yet." : Say($"No record was seen in {Count(recent.Hours, "hour")}, so there is nothing to judge the limit of {facts.Limit:N0} by."));
        }

        if (recent.Highest >= TightShare * facts.Limit)
        {
            return new(VerdictKind.Tight, Say($"The highest backlog was {recent.Highest:N0} of {facts.Limit:N0}, which leaves little room."));
        }

        if (recent.Hours < LeastHours || levels?.Change is not null)
        {
            return new(VerdictKind.InsufficientData, Say($"The highest backlog seen was {recent.Highest:N0} of {facts.Limit:N0}; peaks of {Count(recent.Hours, "hour")} are too few to tell what is to come."));
        }

        // Nothing in so many days: with 95 % confidence fewer than three in that time (the rule of three).
        return new(VerdictKind.Safe, Say($"The limit of {facts.Limit:N0} was not exceeded in {Count(recent.Hours, "hour")}: with 95 % confidence that happens less often than once in {recent.Hours / 3.0:N0} hours."));
    }

    private static IEnumerable<string> Changes(AdvisedHost facts, RecentFacts recent, VerdictKind kind)
    {
        if (kind is not VerdictKind.InsufficientData && recent.MayHaveMissed)
        {
            yield return "Peaks were sampled, so how close it came is known as a lower bound only; that it was exceeded would still show, in lost or in the time waited.";
        }

        if (kind is VerdictKind.Unlimited)
        {
            yield return "The queue may grow until memory is short; a limit with enough room costs nothing until it is needed.";
        }

        if (facts.Failure == 2)
        {
            yield return "failure is 2: any lost record makes the kernel panic, so plan for the upper end of the interval.";
        }

        if (facts.IsLocked)
        {
            yield return "The configuration is locked: a new limit takes effect with the next boot only.";
        }
    }

    private static string Cause(LossCause cause) => cause switch
    {
        LossCause.RateLimit => "rate_limit refused them.",
        LossCause.RetryQueue => "auditd did not take records fast enough, and those to try again overflowed.",
        LossCause.HoldQueue => "No auditd took them, and those held for one overflowed.",
        LossCause.OutOfMemory => "The kernel had no memory for them.",
        LossCause.AuditdSocket => "auditd's own socket was full.",
        _ => "No auditd was there to take them.",
    };

    private static string Count(int count, string what) => Say($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
