namespace AuditConsole.Engine.Lab;

/// <summary>The figures of a run after some of its steps.</summary>
/// <param name="Steps">Steps of 1 ms that are done.</param>
/// <param name="Arrived">Records that arrived.</param>
/// <param name="Backlog">Records in the main queue now.</param>
/// <param name="HighWaterMark">The highest backlog so far.</param>
/// <param name="Losses">Records lost, by reason.</param>
/// <param name="Waited">Time slept so far, summed over tasks; sleeps that go on are not in it.</param>
/// <param name="Sleeping">Tasks that sleep now.</param>
/// <param name="Held">Records that these tasks hold up.</param>
/// <param name="RetryBacklog">Records in the retry queue now: auditd is registered and did not take them.</param>
/// <param name="HoldBacklog">Records in the hold queue now: there is no auditd.</param>
public readonly record struct SimulationState(
    int Steps, long Arrived, long Backlog, long HighWaterMark, LossesByReason Losses, TimeSpan Waited, int Sleeping, long Held, int RetryBacklog, int HoldBacklog)
{
    /// <summary>Records lost for any reason.</summary>
    public long Lost => Losses.Sum;
}

/// <summary>Records lost, by the reasons of <see cref="LossReason"/> that a run can meet.</summary>
/// <param name="BacklogLimit">The backlog was over the limit.</param>
/// <param name="RateLimit">The rate limit was reached.</param>
/// <param name="RetryOverflow">The retry queue was full.</param>
/// <param name="HoldOverflow">The hold queue was full.</param>
public readonly record struct LossesByReason(long BacklogLimit, long RateLimit, long RetryOverflow, long HoldOverflow)
{
    /// <summary>All of them.</summary>
    public long Sum => BacklogLimit + RateLimit + RetryOverflow + HoldOverflow;
}
