namespace AuditConsole.Engine.Replay;

/// <summary>What a trace would have met under one limit.</summary>
/// <param name="Limit"><c>backlog_limit</c>, in records; 0 = no limit.</param>
/// <param name="Peak">The highest backlog, in records.</param>
/// <param name="Lost">Records lost because the backlog was over the limit.</param>
/// <param name="WaitMilliseconds">Time slept, summed over tasks; like <c>backlog_wait_time_actual</c> without the sleeps that go on at the end.</param>
/// <param name="Sleeping">Tasks that sleep at the end.</param>
/// <param name="Held">Records that these tasks hold up at the end; every other record was logged or lost.</param>
public readonly record struct LimitOutcome(uint Limit, int Peak, long Lost, long WaitMilliseconds, int Sleeping, long Held);
