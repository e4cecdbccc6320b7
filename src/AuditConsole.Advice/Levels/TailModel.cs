using AuditConsole.Advice.ExtremeValues;
using MathNet.Numerics.Distributions;

namespace AuditConsole.Advice.Levels;

/// <summary>How peaks are distributed, as far as they bear on the highest. Immutable.</summary>
/// <param name="BlockHours">Over how many hours each peak is the highest.</param>
/// <param name="BlocksPerDay">How many such blocks a day has, on average over a week.</param>
/// <param name="BusyHours">The hours of the day, in UTC, that were fitted; <see langword="null"/> where all were.</param>
/// <param name="BusyDays">The days of the week that were fitted; <see langword="null"/> where all were.</param>
/// <param name="Blocks">How many blocks.</param>
/// <param name="AtLeast">Of how many of them only a lower bound is known.</param>
/// <param name="Above">Above which backlog peaks were fitted one by one, those below only by their number; <see langword="null"/> where all were.</param>
/// <param name="Fit">The fit.</param>
/// <param name="GoodnessOfFit">How likely a fit as bad as this is if peaks do follow such a distribution, 0 to 1.</param>
/// <param name="ExtremalIndex">One over the mean number of neighbouring blocks that are high together; <see langword="null"/> where too few are high.</param>
public sealed record TailModel(
    int BlockHours, double BlocksPerDay, IReadOnlySet<int>? BusyHours, IReadOnlySet<int>? BusyDays,
    int Blocks, int AtLeast, double? Above, GevFit Fit, double GoodnessOfFit, double? ExtremalIndex)
{
    /// <summary>How likely so much of a difference from a light tail is if the tail is light.</summary>
    public double LightTailChance { get; } = 1 - ChiSquared.CDF(1, Fit.LightTailStatistic());

    /// <summary>What kind of tail it is, as far as that can be told.</summary>
    public TailKind Tail => LightTailChance >= 0.05 ? TailKind.Light : Fit.Gev.Shape > 0 ? TailKind.Heavy : TailKind.Bounded;

    /// <summary>How many blocks a number of days holds.</summary>
    public double BlocksIn(double days) => days * BlocksPerDay;

    /// <summary>The chance that a limit is exceeded at least once within so many days: that a peak is higher than it.</summary>
    public double ExceedProbability(double limit, double days) => 1 - Math.Exp(-BlocksIn(days) * Fit.Gev.Rate(limit + 0.5));
}

/// <summary>How the tail of a distribution goes.</summary>
public enum TailKind
{
    /// <summary>It cannot be told from a light one: each doubling of time adds the same.</summary>
    Light,

    /// <summary>Each doubling of time adds more than the one before.</summary>
    Heavy,

    /// <summary>There is a highest possible value.</summary>
    Bounded,
}
