using AuditConsole.Advice.Losses;

namespace AuditConsole.Advice;

/// <summary>What somebody accepts, and the limit that keeps to it.</summary>
/// <param name="Kind">What is bounded.</param>
/// <param name="Most">How much of it: records or seconds in 30 days, or bytes of one queue.</param>
/// <param name="Limit">The smallest limit that keeps to it, or of a memory budget the largest; <see langword="null"/> where none of the curve does.</param>
/// <param name="Point">What the other two become with it.</param>
public sealed record Budget(BudgetKind Kind, double Most, uint? Limit, LossPoint? Point)
{
    /// <summary>Finds the limit on a curve.</summary>
    /// <param name="kind">What is bounded.</param>
    /// <param name="most">How much of it.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="days">How many days the curve's bursts are of.</param>
    public static Budget Of(BudgetKind kind, double most, LossCurve curve, double days)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (kind == BudgetKind.Memory)
        {
            var limit = QueueCost.LimitWithin((long)most);
            return new(kind, most, limit, curve.At(limit));
        }

        var perMonth = ExpectedLoss.Days / Math.Max(days, 1e-9);
        var point = curve.Points.FirstOrDefault(point => kind == BudgetKind.Lost
            ? (point.Expected?.Value ?? point.Lost * perMonth) <= most
            : point.WaitSeconds * perMonth <= most);
        return new(kind, most, point?.Limit, point);
    }
}

/// <summary>What a budget bounds.</summary>
public enum BudgetKind
{
    /// <summary>Records lost in 30 days.</summary>
    Lost,

    /// <summary>Memory of one queue full of ordinary records, in bytes.</summary>
    Memory,

    /// <summary>Seconds that tasks wait in 30 days.</summary>
    Stall,
}
