using System.Numerics;

namespace AuditConsole.Monitoring.Windows;

/// <summary>Which tiers the windows of a row have.</summary>
/// <param name="Bits">One bit for each <see cref="Tier"/>, by its number.</param>
public readonly record struct TierSet(byte Bits)
{
    /// <summary>The set of one.</summary>
    public static TierSet Of(Tier tier) => new((byte)(1 << (int)tier));

    /// <summary>Those of both.</summary>
    public static TierSet operator |(TierSet left, TierSet right) => new((byte)(left.Bits | right.Bits));

    /// <summary>Those of both.</summary>
    public static TierSet BitwiseOr(TierSet left, TierSet right) => left | right;

    /// <summary>How many there are.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>The tiers, weakest first.</summary>
    public IEnumerable<Tier> Tiers
    {
        get
        {
            var bits = Bits;
            return Enum.GetValues<Tier>().Where(tier => (bits & (1 << (int)tier)) != 0);
        }
    }
}
