using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Components.Parts;

/// <summary>The answer to "is my limit large enough right now, and how close did it come?".</summary>
public enum Condition
{
    /// <summary>Nothing was answered yet.</summary>
    Unknown,

    /// <summary>The host cannot be asked.</summary>
    NotAsked,

    /// <summary>The audit subsystem holds our request.</summary>
    Held,

    /// <summary>Records were lost in the last window.</summary>
    Losing,

    /// <summary>The backlog went over the limit, or tasks waited.</summary>
    OverLimit,

    /// <summary><c>backlog_limit</c> is 0.</summary>
    NoLimit,

    /// <summary>Little of the limit was left.</summary>
    Tight,

    /// <summary>Enough of the limit was left.</summary>
    Safe,
}

/// <summary>The verdict in words: each says no more than the tier allows.</summary>
/// <param name="Condition">Which answer.</param>
/// <param name="Word">The answer in a word.</param>
/// <param name="Sentence">The answer with a number in it.</param>
/// <param name="Second">Since when, what follows, what to do.</param>
public sealed record VerdictText(Condition Condition, string Word, string Sentence, string Second)
{
    /// <summary>Share of the limit below which the headroom is called tight.</summary>
    public const double TightBelow = 0.20;

    /// <summary>Judges what a host has published.</summary>
    /// <param name="host">The host.</param>
    /// <param name="latest">Its last answer.</param>
    /// <param name="last">Its last closed window.</param>
    /// <param name="state">How its monitor is doing.</param>
    /// <param name="now">The time that times are told against.</param>
    public static VerdictText For(HostDescription host, Snapshot? latest, PollWindow? last, MonitorState state, DateTimeOffset now)
    {
        var system = host.Source == HostSource.Engine ? "engine" : "kernel";
        if (latest?.HeldFor is { } held)
        {
            return HeldFor(system, held, latest, host.Hz);
        }

        if (!state.Connected && state.Problem is not null)
        {
            var old = latest is null ? "Nothing was answered yet." : $"The figures shown are those of {Words.Clock(latest.At, now)}.";
            return new(Condition.NotAsked, "Not asked", $"The {system} cannot be asked, so this is not known now.", old);
        }

        if (latest is null)
        {
            return new(Condition.Unknown, "Unknown", $"Not known yet: the {system} has not answered.", "The first answer is on its way.");
        }

        return last?.Lost > 0 ? Losing(latest, last)
            : IsOver(latest, last) ? OverLimit(latest, last, now)
            : latest.Status.BacklogLimit == 0 ? NoLimit(latest, last, now)
            : Within(latest, last, now);
    }

    private static VerdictText HeldFor(string system, TimeSpan held, Snapshot latest, int? hz)
    {
        var most = latest.Status.BacklogWaitTime is { } ticks && hz is > 0 ? $", for at most {Words.Time(TimeSpan.FromSeconds((double)ticks / hz.Value))}" : "";
        return new(
            Condition.Held,
            $"Held by the {system}",
            $"The {system} is holding our request for {Words.Time(TimeSpan.FromSeconds(Math.Floor(held.TotalSeconds)))}.",
            $"It does this while the backlog is over the limit{most}. Audited tasks are being put to sleep in the same way right now.");
    }

    private static VerdictText Losing(Snapshot latest, PollWindow last)
    {
        var status = latest.Status;
        var lost = Words.Count(last.Lost!.Value);
        var consequence = status.Failure switch
        {
            0 => "The host goes on and says nothing of it (failure 0).",
            1 => "Losses are printed to the kernel log and the host goes on (failure 1).",
            _ => "A loss makes the kernel panic (failure 2).",
        };
        if (last.BacklogLimit != 0 && last.Peak > last.BacklogLimit)
        {
            return new(Condition.Losing, "Losing records", $"Losing records: {lost} in the last window.", $"The backlog went over the limit of {Words.Count(last.BacklogLimit)}. {consequence}");
        }

        if (last.Bound == Bound.AtLeast && last.BacklogLimit != 0)
        {
            return new(
                Condition.Losing,
                "Losing records",
                $"Losing records: {lost} in the last window.",
                $"The highest backlog seen was {Words.Count(last.Peak)} of {Words.Count(last.BacklogLimit)}; whether the limit is the cause is not known at this tier. {consequence}");
        }

        var rate = status.RateLimit == 0 ? "" : $" rate_limit is {Words.Count(status.RateLimit)} a second and may be the cause.";
        var peak = last.BacklogLimit == 0 ? "There is no limit to exceed." : $"The peak was {Words.Count(last.Peak)} of {Words.Count(last.BacklogLimit)}.";
        return new(Condition.Losing, "Losing records", $"Losing records, {lost} in the last window, but a higher limit will not help.", $"{peak}{rate} {consequence}");
    }

    private static bool IsOver(Snapshot latest, PollWindow? last) =>
        latest.Status.BacklogLimit != 0 && (Worst(latest) > latest.Status.BacklogLimit || last?.OverLimit == true || last?.WaitTicks > 0);

    private static VerdictText OverLimit(Snapshot latest, PollWindow? last, DateTimeOffset now)
    {
        var limit = latest.Status.BacklogLimit;
        var worst = Worst(latest);
        var by = worst > limit ? $"The backlog went {AtLeastWords(latest)}{Words.Of(worst - limit, "record")} past the limit of {Words.Count(limit)}." : "";
        if (last is { WaitTicks: > 0 } or { OverLimit: true } || latest.Status.Backlog > limit)
        {
            var waited = last?.Wait is { Ticks: > 0 } wait ? $"Tasks waited {Words.Time(wait)} in the last window, summed over all tasks." : last?.WaitTicks > 0 ? "Tasks waited in the last window." : "";
            var lost = last?.Lost switch
            {
                0 => "Nothing is lost yet; that begins when a task has waited its full backlog_wait_time, or may not wait.",
                null => "Whether records were lost is not known.",
                _ => "",
            };
            return new(Condition.OverLimit, "Over the limit", "No: the backlog is over the limit, and tasks are made to wait.", Join(by, waited, lost));
        }

        var at = latest.Mark.ReachedAt is { } reached ? $", at {Words.Clock(reached, now)}" : "";
        return new(
            Condition.OverLimit,
            "Over the limit",
            $"No: the backlog went {AtLeastWords(latest)}{Words.Of(worst - limit, "record")} past the limit{at}.",
            Join(LostSince(latest, now), "It is below the limit again; a reset starts a new count."));
    }

    private static VerdictText NoLimit(Snapshot latest, PollWindow? last, DateTimeOffset now) => new(
        Condition.NoLimit,
        "No limit",
        $"No limit is set, so no record is refused; the highest backlog was {AtLeastWords(latest)}{Words.Count(Worst(latest))}.",
        Join(LostSince(latest, now), Waiting(last), "The queue may grow until memory is short."));

    private static VerdictText Within(Snapshot latest, PollWindow? last, DateTimeOffset now)
    {
        var limit = latest.Status.BacklogLimit;
        var worst = Worst(latest);
        var left = limit - worst;
        var tight = left < limit * TightBelow;
        var sampled = Words.BoundOf(latest.Tier) == Bound.AtLeast;
        var quiet = Join(LostSince(latest, now), Waiting(last));
        if (sampled)
        {
            var sentence = $"{(tight ? "Perhaps" : "As far as seen")}: at most {Words.Of(left, "record was", "records were")} left at the worst moment.";
            return new(tight ? Condition.Tight : Condition.Safe, tight ? "Tight or tighter" : "Safe as far as seen", sentence, Join(quiet, "How close it came is not known at this tier."));
        }

        // The kernel holds a task up when the backlog is over the limit, so the limit itself is still free of waiting.
        var larger = worst == 0 ? null : $"A burst {Words.Percent(Math.Ceiling((limit + 1.0 - worst) / worst * 100) / 100, 0)} larger than the highest would have made tasks wait.";
        return tight
            ? new(Condition.Tight, "Tight", $"Yes, but with little to spare: {Words.Of(left, "record was", "records were")} left at the worst moment.", Join(quiet, larger))
            : new(Condition.Safe, "Safe", $"Yes: {Words.Of(left, "record was", "records were")} left at the worst moment.", Join(quiet, $"The highest backlog was {Words.Count(worst)} of {Words.Count(limit)}."));
    }

    private static string LostSince(Snapshot latest, DateTimeOffset now) => latest.Mark.Lost > 0
        ? $"{Words.Of(latest.Mark.Lost, "record was", "records were")} lost since {Words.Clock(latest.Mark.Since, now)}."
        : $"Nothing was lost since {Words.Clock(latest.Mark.Since, now)}.";

    private static string Waiting(PollWindow? last) => last?.WaitTicks == 0 ? "No task had to wait in the last window." : "";

    private static string AtLeastWords(Snapshot latest) => Words.BoundOf(latest.Tier) == Bound.AtLeast ? "at least " : "";

    private static long Worst(Snapshot latest) => Math.Max(latest.Mark.Value, latest.Status.Backlog);

    private static string Join(params ReadOnlySpan<string?> sentences)
    {
        var said = new List<string>();
        foreach (var sentence in sentences)
        {
            if (!string.IsNullOrEmpty(sentence))
            {
                said.Add(sentence);
            }
        }

        return string.Join(' ', said);
    }
}
