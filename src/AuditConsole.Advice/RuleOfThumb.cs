using AuditConsole.Advice.Losses;

namespace AuditConsole.Advice;

/// <summary>What folklore would set, beside what it would have meant.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Limit">Its limit, in records.</param>
/// <param name="Point">What the curve says of it.</param>
public sealed record RuleOfThumb(ThumbKind Kind, uint Limit, LossPoint Point)
{
    /// <summary>What benchmarks for hardening ask for.</summary>
    public const uint Usual = 8_192;

    private const uint Shipped = 64;

    /// <summary>The limit of each rule for a record with this highest peak.</summary>
    public static IEnumerable<(ThumbKind Kind, uint Limit)> LimitsFor(uint highestPeak)
    {
        var doubled = (long)Shipped;
        while (doubled < highestPeak)
        {
            doubled *= 2;
        }

        yield return (ThumbKind.Usual, Usual);
        yield return (ThumbKind.QuarterMore, (uint)Math.Min(uint.MaxValue, Math.Ceiling(highestPeak * 1.25)));
        yield return (ThumbKind.DoubleUntilQuiet, (uint)Math.Min(uint.MaxValue, doubled));
    }
}

/// <summary>A rule of thumb.</summary>
public enum ThumbKind
{
    /// <summary>8,192, as benchmarks for hardening ask for.</summary>
    Usual,

    /// <summary>1.25 times the highest peak.</summary>
    QuarterMore,

    /// <summary>The shipped 64, doubled until nothing of the record exceeds it.</summary>
    DoubleUntilQuiet,
}
