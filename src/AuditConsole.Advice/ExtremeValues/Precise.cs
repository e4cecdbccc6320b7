namespace AuditConsole.Advice.ExtremeValues;

/// <summary>Two functions that lose no digits near 0, where <see cref="Math.Log(double)"/> and <see cref="Math.Exp"/> alone would.</summary>
/// <remarks>By Kahan's device: the rounding error of 1 + x is undone by dividing by what it became (W. Kahan, HP-15C Advanced Functions Handbook, 1982).</remarks>
internal static class Precise
{
    /// <summary>log(1 + x).</summary>
    public static double LogPlusOne(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    /// <summary>exp(x) − 1.</summary>
    public static double ExpMinusOne(double x)
    {
        var exp = Math.Exp(x);
        return exp == 1 ? x : exp - 1 == -1 ? -1 : double.IsInfinity(exp) ? exp : (exp - 1) * x / Math.Log(exp);
    }
}
