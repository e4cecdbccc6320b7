namespace AuditConsole.Kernel.Sampling;

/// <summary>How often the sampler asks, and what that may cost.</summary>
public sealed record SamplerOptions
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMicroseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>The time between two samples while nothing moves; 100 ms. It grows beyond where the kernel refuses, or where even this costs too much.</summary>
    public TimeSpan LongestInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The time between two samples while the backlog moves; 1 ms.</summary>
    public TimeSpan ShortestInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The most of one processor that sampling may use in any 10 seconds, the kernel's threads for its replies included; 0.02 is 2 %.</summary>
    public double CpuShare { get; init; } = 0.02;

    internal void Check()
    {
        Require(ShortestInterval >= s_shortest && ShortestInterval <= s_longest, nameof(ShortestInterval), ShortestInterval, "Accepted are 0.1 ms to 10 s.");
        Require(
            LongestInterval >= ShortestInterval && LongestInterval <= s_longest, nameof(LongestInterval), LongestInterval,
            "Accepted are ShortestInterval to 10 s.");
        Require(CpuShare is > 0 and <= 1, nameof(CpuShare), CpuShare, "Accepted is more than 0, up to 1.");
    }

    private static void Require(bool holds, string name, object value, string accepted)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, accepted);
        }
    }
}
