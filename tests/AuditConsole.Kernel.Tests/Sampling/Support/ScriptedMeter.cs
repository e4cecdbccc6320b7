using AuditConsole.Kernel.Sampling;

namespace AuditConsole.Kernel.Tests.Sampling.Support;

/// <summary>Each sample costs what the test says.</summary>
internal sealed class ScriptedMeter : ICpuMeter
{
    public TimeSpan Cost { get; set; } = TimeSpan.FromMicroseconds(60);

    public TimeSpan LastRoundTrip { get; private set; }

    public TimeSpan Charge(TimeSpan roundTrip)
    {
        LastRoundTrip = roundTrip;
        return Cost;
    }
}
