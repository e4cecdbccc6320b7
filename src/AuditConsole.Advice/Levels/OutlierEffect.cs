using AuditConsole.Advice.ExtremeValues;
using AuditConsole.Advice.Peaks;

namespace AuditConsole.Advice.Levels;

/// <summary>One peak that rules the answer.</summary>
/// <param name="Hour">When it was.</param>
/// <param name="Peak">How high.</param>
/// <param name="Level">The 90-day level with it.</param>
/// <param name="Without">And without it.</param>
public sealed record OutlierEffect(DateTimeOffset Hour, uint Peak, double Level, double Without)
{
    private const double LeastRatio = 1.5;
    private const int Days = 90;

    /// <summary>Leaves out the highest peak; <see langword="null"/> where that changes little.</summary>
    internal static OutlierEffect? Of(TailModel model, IReadOnlyList<HourPeak> hours)
    {
        var highest = hours.MaxBy(hour => hour.Peak);
        List<Observation> others = [.. model.Fit.Observations.Select(seen => seen.Low <= highest.Peak && highest.Peak <= seen.High && seen.Low > highest.Peak - 1 ? seen with { Count = seen.Count - 1 } : seen).Where(seen => seen.Count > 0)];
        if (GevFit.Of(others) is not { } fit)
        {
            return null;
        }

        var (with, without) = (model.Fit.Gev.Level(1 / model.BlocksIn(Days)), fit.Gev.Level(1 / model.BlocksIn(Days)));
        return with > LeastRatio * without ? new OutlierEffect(highest.Hour, highest.Peak, with, without) : null;
    }
}
