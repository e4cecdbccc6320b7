namespace AuditConsole.Advice.ExtremeValues;

/// <summary>What is known of a value: that it lies between two bounds. Where they are one, it is known.</summary>
/// <param name="Low">The lower bound; minus infinite where there is none.</param>
/// <param name="High">The upper bound; infinite where there is none.</param>
/// <param name="Count">How many values this is known of.</param>
public readonly record struct Observation(double Low, double High, int Count = 1)
{
    /// <summary>A known value.</summary>
    public static Observation Exact(double value) => new(value, value);

    /// <summary>A whole number, which stands for all that round to it.</summary>
    public static Observation Whole(double value, int count = 1) => new(value - 0.5, value + 0.5, count);

    /// <summary>At least this whole number.</summary>
    public static Observation AtLeast(double value, int count = 1) => new(value - 0.5, double.PositiveInfinity, count);

    /// <summary>At most this.</summary>
    public static Observation AtMost(double value, int count = 1) => new(double.NegativeInfinity, value, count);

    /// <summary>The middle of what is known; the bound where there is only one.</summary>
    public double Middle => double.IsInfinity(High) ? Low : double.IsInfinity(Low) ? High : (Low + High) / 2;

    /// <summary>Whether both bounds are known.</summary>
    public bool IsBounded => double.IsFinite(Low) && double.IsFinite(High);
}
