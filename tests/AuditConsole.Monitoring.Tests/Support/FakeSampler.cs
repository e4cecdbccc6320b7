using AuditConsole.Monitoring.Watchers;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A sampler that sees what a test tells it to.</summary>
internal sealed class FakeSampler : IBacklogSampler
{
    public SamplerState State { get; set; } = new(TimeSpan.FromMilliseconds(100), 0.001, true, null);

    public SamplerTake Next { get; set; } = new(0, null, 10, TimeSpan.Zero, TimeSpan.Zero);

    public bool IsDisposed { get; private set; }

    public SamplerTake Take() => Next;

    public void Dispose() => IsDisposed = true;
}
