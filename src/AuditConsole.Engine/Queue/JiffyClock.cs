namespace AuditConsole.Engine.Queue;

/// <summary>The engine's clock in jiffies: whole ticks of 1/HZ s, counted from its creation.</summary>
internal sealed class JiffyClock(TimeProvider time, int hz)
{
    private readonly long _start = time.GetTimestamp();

    public int Hz => hz;

    public long Now => Between(_start, time.GetTimestamp());

    public long Between(long startTimestamp, long endTimestamp) =>
        time.GetElapsedTime(startTimestamp, endTimestamp).Ticks * hz / TimeSpan.TicksPerSecond;

    public TimeSpan Duration(long jiffies) => TimeSpan.FromTicks(jiffies * TimeSpan.TicksPerSecond / hz);
}
