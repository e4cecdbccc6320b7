namespace AuditConsole.Kernel.Sampling;

/// <summary>What the last 10 s cost, in slots of 100 ms.</summary>
/// <remarks>Not thread-safe; times are since the start.</remarks>
internal sealed class RecentCpu
{
    private const int Slots = 100;
    private static readonly TimeSpan s_slot = CpuBudget.Span / Slots;

    private readonly TimeSpan[] _costs = new TimeSpan[Slots];
    private TimeSpan _sum;
    private long _newest;

    public void Add(TimeSpan now, TimeSpan cost)
    {
        MoveTo(now);
        _costs[_newest % Slots] += cost;
        _sum += cost;
    }

    /// <summary>The share of one processor over the last 10 s, or since the start.</summary>
    public double Share(TimeSpan now)
    {
        MoveTo(now);
        var elapsed = now < CpuBudget.Span ? now : CpuBudget.Span;
        return elapsed > TimeSpan.Zero ? _sum / elapsed : 0;
    }

    private void MoveTo(TimeSpan now)
    {
        var slot = now.Ticks / s_slot.Ticks;
        for (var left = Math.Min(slot - _newest, Slots); left > 0; left--)
        {
            _newest = slot - left + 1;
            _sum -= _costs[_newest % Slots];
            _costs[_newest % Slots] = TimeSpan.Zero;
        }
    }
}
