using AuditConsole.Monitoring.Losses;

namespace AuditConsole.Components.Parts;

/// <summary>Losses in words: what was lost for which cause, and what to do about it.</summary>
public static class LossWords
{
    /// <summary>What happened, with the number where one is known.</summary>
    public static string Sentence(LossCause cause, long? records) => cause switch
    {
        LossCause.BacklogLimit => Told(records, LossText.BacklogLimitOne, LossText.BacklogLimitMany, LossText.BacklogLimitUnnumbered),
        LossCause.RateLimit => Told(records, LossText.RateLimitOne, LossText.RateLimitMany, LossText.RateLimitUnnumbered),
        LossCause.OutOfMemory => Told(records, LossText.OutOfMemoryOne, LossText.OutOfMemoryMany, LossText.OutOfMemoryUnnumbered),
        LossCause.RetryQueue => Told(records, LossText.RetryQueueOne, LossText.RetryQueueMany, LossText.RetryQueueUnnumbered),
        LossCause.HoldQueue => Told(records, LossText.HoldQueueOne, LossText.HoldQueueMany, LossText.HoldQueueUnnumbered),
        LossCause.Uncounted => Told(records, LossText.UncountedOne, LossText.UncountedMany, LossText.UncountedUnnumbered),
        LossCause.AuditdSocket => Told(records, LossText.AuditdSocketOne, LossText.AuditdSocketMany, LossText.AuditdSocketUnnumbered),
        LossCause.BeforeStart => Told(records, LossText.BeforeStartOne, LossText.BeforeStartMany, LossText.BeforeStartUnnumbered),
        _ => Told(records, LossText.UnknownOne, LossText.UnknownMany, LossText.UnknownUnnumbered),
    };

    /// <summary>What to do about it.</summary>
    public static string Remedy(LossCause cause) => cause switch
    {
        LossCause.BacklogLimit => LossText.BacklogLimitRemedy,
        LossCause.RateLimit => LossText.RateLimitRemedy,
        LossCause.OutOfMemory => LossText.OutOfMemoryRemedy,
        LossCause.RetryQueue => LossText.RetryQueueRemedy,
        LossCause.HoldQueue => LossText.HoldQueueRemedy,
        LossCause.Uncounted => LossText.UncountedRemedy,
        LossCause.AuditdSocket => LossText.AuditdSocketRemedy,
        LossCause.BeforeStart => LossText.BeforeStartRemedy,
        _ => "",
    };

    private static string Told(long? records, string one, string many, string unnumbered) => records is { } known ? Words.Counted(known, one, many) : unnumbered;
}
