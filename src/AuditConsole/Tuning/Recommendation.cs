using System.Globalization;
using AuditConsole.Advice;
using AuditConsole.Configure;

namespace AuditConsole.Tuning;

/// <summary>A line that does what is recommended.</summary>
/// <param name="Purpose">For when it counts: <c>now</c>, <c>rules</c>, <c>boot</c> or <c>wait</c>.</param>
/// <param name="Text">The line.</param>
/// <param name="Why">Why it.</param>
public sealed record Recommendation(string Purpose, string Text, string Why)
{
    /// <summary>The lines; empty where nothing is recommended.</summary>
    public static IReadOnlyList<Recommendation> Of(HostAdvice advice)
    {
        ArgumentNullException.ThrowIfNull(advice);
        var lines = new List<Recommendation>();
        if (advice.RecommendedLimit is { } limit)
        {
            lines.Add(new("now", Say($"auditctl -b {limit}"), TuningText.WhyNow));
            lines.Add(new("rules", Say($"-b {limit}"), Components.Words.Say(TuningText.WhyRules, MakeItLast.RulesFile)));
            lines.Add(new("boot", Say($"audit=1 audit_backlog_limit={limit}"), TuningText.WhyBoot));
        }

        if (advice.RecommendedWaitSeconds is { } wait && advice.Facts is { WaitSeconds: { } now, Hz: { } hz } && wait < now)
        {
            lines.Add(new("wait", Say($"auditctl --backlog_wait_time {wait * hz:0}"), Components.Words.Say(TuningText.WhyWait, wait, now, hz)));
        }

        return lines;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
