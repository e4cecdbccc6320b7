using AuditConsole.Monitoring.Watchers;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A sampler that sees what a test tells it to.</summary>
internal sealed class FakeSampler : IBacklogSampler
{
    public SamplerState State { get; set; } = new(TimeSpan.FromMilliseconds(100), 0.001, true, null);

    public SamplerTake Next { get; set; } = new(0, null, 10, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>What it was told last, and the timestamp and the time at which it asked.</summary>
    public (AuditStatus Status, long Asked, DateTimeOffset At)? Told { get; set; }

    public bool IsDisposed { get; private set; }

    public (AuditStatus Status, DateTimeOffset At)? Latest(long askedAfter) =>
        Told is { } told && told.Asked > askedAfter ? (told.Status, told.At) : null;

    public SamplerTake Take() => Next;

    public void Dispose() => IsDisposed = true;
}
