using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Lab;

/// <summary>One run of a workload on an engine of its own, in simulated time.</summary>
public sealed record SimulationOptions
{
    /// <summary>Longest run.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);

    /// <summary>Longest <see cref="BacklogWaitTime"/>, the kernel's own bound.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(AuditEngineOptions.LongestWaitSeconds);

    /// <summary>Most records that may arrive in a run; a run that brings more ends there.</summary>
    public const long MostRecords = 10_000_000;

    /// <summary>Highest backlog of a run; one that comes this far without a limit in its way ends there.</summary>
    public const long MostBacklog = 1_000_000;

    /// <summary>What happens: one of <see cref="WorkloadScenario.All"/>. Unused with a <see cref="Trace"/>.</summary>
    public required WorkloadScenario Scenario { get; init; }

    /// <summary>A trace to run instead of what the scenario would draw.</summary>
    public WorkloadTrace? Trace { get; init; }

    /// <summary>Any number; the same one brings the same run again, bit for bit.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How much time is simulated: whole milliseconds, up to <see cref="LongestRun"/>.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>backlog_limit</c>, in records; 0 = no limit.</summary>
    public uint BacklogLimit { get; init; } = 64;

    /// <summary><c>backlog_wait_time</c>: whole milliseconds, up to <see cref="LongestWait"/>. The simulated HZ is 1000, so a tick is 1 ms.</summary>
    public TimeSpan BacklogWaitTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>rate_limit</c>, in records per second; 0 = no limit.</summary>
    public uint RateLimit { get; init; }

    /// <summary>How many steps of 1 ms the run has.</summary>
    public int Steps => (int)Length.TotalMilliseconds;

    /// <exception cref="ArgumentOutOfRangeException">A time is out of its range.</exception>
    internal void Check()
    {
        Require(Length, TimeSpan.FromMilliseconds(1), LongestRun, nameof(Length));
        Require(BacklogWaitTime, TimeSpan.Zero, LongestWait, nameof(BacklogWaitTime));
    }

    private static void Require(TimeSpan time, TimeSpan least, TimeSpan most, string name)
    {
        if (time < least || time > most || time.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw new ArgumentOutOfRangeException(name, time, $"Accepted are whole milliseconds from {least:c} to {most:c}.");
        }
    }
}
