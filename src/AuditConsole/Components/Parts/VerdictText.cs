using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Losses;
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
        var system = Words.Name(host.Source);
        if (latest?.HeldFor is { } held)
        {
            return HeldFor(system, held, latest, host.Hz);
        }

        if (!state.Connected && state.Problem is not null)
        {
            var old = latest is null ? PartsText.NothingAnswered : Words.Say(PartsText.FiguresAreOf, Words.Clock(latest.At, now));
            return new(Condition.NotAsked, PartsText.WordNotAsked, Words.Say(PartsText.NotAsked, system), old);
        }

        if (latest is null)
        {
            return new(Condition.Unknown, PartsText.WordUnknown, Words.Say(PartsText.NotAnswered, system), PartsText.FirstAnswerComes);
        }

        return last?.Lost > 0 ? Losing(latest, last)
            : IsOver(latest, last) ? OverLimit(latest, last, now)
            : latest.Status.BacklogLimit == 0 ? NoLimit(latest, last, now)
            : Within(latest, last, now);
    }

    private static VerdictText HeldFor(string system, TimeSpan held, Snapshot latest, int? hz)
    {
        var effect = latest.Status.BacklogWaitTime is { } ticks && hz is > 0 ? Words.Say(PartsText.HeldEffectAtMost, Words.Time(TimeSpan.FromSeconds((double)ticks / hz.Value))) : PartsText.HeldEffect;
        return new(
            Condition.Held,
            Words.Say(PartsText.WordHeld, system),
            Words.Say(PartsText.HeldFor, system, Words.Time(TimeSpan.FromSeconds(Math.Floor(held.TotalSeconds)))),
            effect);
    }

    private static VerdictText Losing(Snapshot latest, PollWindow last)
    {
        var status = latest.Status;
        var lost = Words.Count(last.Lost!.Value);
        var consequence = status.Failure switch
        {
            0 => PartsText.Failure0,
            1 => PartsText.Failure1,
            _ => PartsText.Failure2,
        };
        var causes = (last.Details?.Losses ?? []).Where(loss => loss.Cause is not (LossCause.BeforeStart or LossCause.Uncounted or LossCause.AuditdSocket)).ToList();
        var head = causes.Count > 0 && causes.All(loss => loss.LimitHelps == false)
            ? Words.Say(PartsText.LosingLimitNoHelp, lost)
            : Words.Say(PartsText.Losing, lost);
        var peak = last.BacklogLimit == 0
            ? PartsText.LosingNoLimit
            : Words.Say(last.Bound == Bound.AtLeast ? PartsText.LosingSeen : PartsText.LosingPeak, Words.Count(last.Peak), Words.Count(last.BacklogLimit));
        var why = causes switch
        {
            [] => Join(peak, PartsText.CauseNotKnown),
            [{ Cause: LossCause.Unknown } unknown] => Join(PartsText.CauseCannotBeTold, unknown.Evidence),
            [var only] => Join(peak, LossWords.Sentence(only.Cause, only.Records), LossWords.Remedy(only.Cause)),
            _ => string.Join(' ', causes.Select(loss => LossWords.Sentence(loss.Cause, loss.Records)).Prepend(peak)),
        };
        return new(Condition.Losing, PartsText.WordLosing, head, $"{why} {consequence}");
    }

    private static bool IsOver(Snapshot latest, PollWindow? last) =>
        latest.Status.BacklogLimit != 0 && (Worst(latest) > latest.Status.BacklogLimit || last?.OverLimit == true || last?.WaitTicks > 0);

    private static VerdictText OverLimit(Snapshot latest, PollWindow? last, DateTimeOffset now)
    {
        var limit = latest.Status.BacklogLimit;
        var worst = Worst(latest);
        var by = worst > limit ? Words.Say(PartsText.WentPast, AtLeast(latest, Words.Records(worst - limit)), Words.Count(limit)) : "";
        if (last is { WaitTicks: > 0 } or { OverLimit: true } || latest.Status.Backlog > limit)
        {
            var waited = last?.Wait is { Ticks: > 0 } wait ? Words.Say(PartsText.TasksWaitedTime, Words.Time(wait)) : last?.WaitTicks > 0 ? PartsText.TasksWaited : "";
            var lost = last?.Lost switch
            {
                0 => PartsText.NothingLostYet,
                null => PartsText.LostNotKnown,
                _ => "",
            };
            return new(Condition.OverLimit, PartsText.WordOverLimit, PartsText.OverLimitNow, Join(by, waited, lost));
        }

        var past = AtLeast(latest, Words.Records(worst - limit));
        return new(
            Condition.OverLimit,
            PartsText.WordOverLimit,
            latest.Mark.ReachedAt is { } reached ? Words.Say(PartsText.OverLimitBeforeAt, past, Words.Clock(reached, now)) : Words.Say(PartsText.OverLimitBefore, past),
            Join(LostSince(latest, now), PartsText.BelowAgain));
    }

    private static VerdictText NoLimit(Snapshot latest, PollWindow? last, DateTimeOffset now) => new(
        Condition.NoLimit,
        PartsText.WordNoLimit,
        Words.Say(PartsText.NoLimitSet, AtLeast(latest, Words.Count(Worst(latest)))),
        Join(LostSince(latest, now), Waiting(last), PartsText.QueueMayGrow));

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
            var sentence = tight ? Words.Counted(left, PartsText.PerhapsLeftOne, PartsText.PerhapsLeftMany) : Words.Counted(left, PartsText.SeenLeftOne, PartsText.SeenLeftMany);
            var hidden = last is { Details.Samples: > 0 } && last.Blind == TimeSpan.Zero
                ? PartsText.NothingHidden
                : PartsText.HowCloseNotKnown;
            return new(tight ? Condition.Tight : Condition.Safe, tight ? PartsText.WordPerhapsTight : PartsText.WordSafeAsSeen, sentence, Join(quiet, hidden));
        }

        // The kernel holds a task up when the backlog is over the limit, so the limit itself is still free of waiting.
        var larger = worst == 0 ? null : Words.Say(PartsText.LargerBurst, Words.Percent(Math.Ceiling((limit + 1.0 - worst) / worst * 100) / 100, 0));
        return tight
            ? new(Condition.Tight, PartsText.WordTight, Words.Counted(left, PartsText.TightLeftOne, PartsText.TightLeftMany), Join(quiet, larger))
            : new(Condition.Safe, PartsText.WordSafe, Words.Counted(left, PartsText.SafeLeftOne, PartsText.SafeLeftMany), Join(quiet, Words.Say(PartsText.HighestWas, Words.Count(worst), Words.Count(limit))));
    }

    private static string LostSince(Snapshot latest, DateTimeOffset now) => latest.Mark.Lost > 0
        ? Words.Counted(latest.Mark.Lost, PartsText.LostSinceOne, PartsText.LostSinceMany, Words.Clock(latest.Mark.Since, now))
        : Words.Say(PartsText.NothingLostSince, Words.Clock(latest.Mark.Since, now));

    private static string Waiting(PollWindow? last) => last?.WaitTicks == 0 ? PartsText.NobodyWaited : "";

    private static string AtLeast(Snapshot latest, string amount) => Words.BoundOf(latest.Tier) == Bound.AtLeast ? Words.Say(SharedText.AtLeastAmount, amount) : amount;

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
