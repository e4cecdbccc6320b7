using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Sampling;

/// <summary>How the sampler is doing at one instant. Immutable.</summary>
/// <param name="Interval">The time between two samples in use now; what it may cost can make it longer.</param>
/// <param name="CpuShare">The part of one processor used in the last 10 s, or since the start where that is less, the kernel's threads included; 0.02 is 2 %.</param>
/// <param name="HeldFor">For how long the kernel has held the request under way by now; <see langword="null"/> where it holds none.</param>
/// <param name="SeesKauditd">Whether kauditd can be watched. Where it cannot, all time between samples is blind.</param>
/// <param name="Failure">Why the last request failed, or why the sampler stopped; <see langword="null"/> where the last request was answered.</param>
/// <param name="Stopped">Whether no more samples are taken: after <see cref="BacklogSampler.Dispose"/>, or for the reason in <paramref name="Failure"/>.</param>
public sealed record SamplerState(
    TimeSpan Interval, double CpuShare, TimeSpan? HeldFor, bool SeesKauditd, AuditException? Failure, bool Stopped);
