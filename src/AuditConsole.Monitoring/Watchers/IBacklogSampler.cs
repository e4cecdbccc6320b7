using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Watchers;

/// <summary>Asks for the backlog as often as its share of a processor permits. Any thread may call; only the host monitor takes.</summary>
public interface IBacklogSampler : IDisposable
{
    /// <summary>How it is doing.</summary>
    SamplerState State { get; }

    /// <summary>The last status it was told, if it was asked for after a moment. Never waits.</summary>
    /// <param name="askedAfter">That moment, as a timestamp of the monitor's clock.</param>
    /// <returns>The status and when it was asked for; <see langword="null"/> where there is none.</returns>
    (AuditStatus Status, DateTimeOffset At)? Latest(long askedAfter);

    /// <summary>Ends the window and begins the next. Never waits.</summary>
    SamplerTake Take();
}

/// <summary>What a sampler saw within a window.</summary>
/// <param name="Peak">The highest backlog it was told, in records.</param>
/// <param name="PeakAt">When.</param>
/// <param name="Samples">How often it asked.</param>
/// <param name="Blind">How much of the window a higher backlog could have hidden in.</param>
/// <param name="Held">How long the kernel held its requests.</param>
public sealed record SamplerTake(uint Peak, DateTimeOffset? PeakAt, long Samples, TimeSpan Blind, TimeSpan Held);

/// <summary>How a sampler is doing.</summary>
/// <param name="Interval">Time between two requests now.</param>
/// <param name="CpuShare">Its share of one processor over the last ten seconds, the kernel's own work for it counted in; 0 to 1.</param>
/// <param name="SeesKauditd">Whether it can tell when records leave the queue; if not, all time between its requests is blind.</param>
/// <param name="Problem">Why it is not answered, and what to do; <see langword="null"/> when it is.</param>
public sealed record SamplerState(TimeSpan Interval, double CpuShare, bool SeesKauditd, string? Problem);
