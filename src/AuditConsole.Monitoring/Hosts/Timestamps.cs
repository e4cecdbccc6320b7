namespace AuditConsole.Monitoring.Hosts;

/// <summary>Deadlines as timestamps, which a clock set back does not move.</summary>
internal static class Timestamps
{
    /// <summary>The timestamp that lies <paramref name="delay"/> from now.</summary>
    public static long After(this TimeProvider time, TimeSpan delay) => time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
}
