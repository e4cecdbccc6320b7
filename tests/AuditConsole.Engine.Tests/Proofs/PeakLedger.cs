namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>What one producer knows of its raises: the highest between the same two clears, and those that overlapped one. For that thread, and for the check after it has ended.</summary>
internal sealed class PeakLedger(int clearsMost)
{
    private readonly long[] _highest = new long[clearsMost + 1];
    private readonly long[] _ceilings = new long[clearsMost + 1];
    private readonly List<(int First, int Last, long AtLeast, long AtMost)> _overlaps = [];

    /// <summary>The highest raise of all.</summary>
    public long Highest { get; private set; }

    /// <summary>Writes down a raise.</summary>
    /// <param name="returned">Clears that had returned before the raise began.</param>
    /// <param name="begun">Clears that had begun when it ended.</param>
    /// <param name="atLeast">What it raised to for certain.</param>
    /// <param name="atMost">The most it can have raised to.</param>
    public void Raised(int returned, int begun, long atLeast, long atMost)
    {
        Highest = Math.Max(Highest, atLeast);
        if (returned == begun)
        {
            _highest[returned] = Math.Max(_highest[returned], atLeast);
            _ceilings[returned] = Math.Max(_ceilings[returned], atMost);
        }
        else
        {
            _overlaps.Add((returned, begun, atLeast, atMost));
        }
    }

    /// <summary>Peaks that no clear which had to return them did return.</summary>
    /// <param name="cleared">What each clear returned, the last two made after the producer had ended.</param>
    public int Lost(IReadOnlyList<long> cleared)
    {
        var lost = 0;
        for (var clear = 0; clear < cleared.Count; clear++)
        {
            lost += cleared[clear] < _highest[clear] ? 1 : 0;
        }

        return lost + _overlaps.Count(raise => !Enumerable.Range(raise.First, raise.Last - raise.First + 1).Any(clear => cleared[clear] >= raise.AtLeast));
    }

    /// <summary>Puts the highest raise that each clear may return into <paramref name="ceilings"/>.</summary>
    public void Ceilings(long[] ceilings)
    {
        for (var clear = 0; clear < ceilings.Length; clear++)
        {
            ceilings[clear] = Math.Max(ceilings[clear], _ceilings[clear]);
        }

        foreach (var (first, last, _, atMost) in _overlaps)
        {
            for (var clear = first; clear <= last && clear < ceilings.Length; clear++)
            {
                ceilings[clear] = Math.Max(ceilings[clear], atMost);
            }
        }
    }

    /// <summary>Begins again.</summary>
    public void Reset(int clears)
    {
        Array.Clear(_highest, 0, Math.Min(clears + 1, _highest.Length));
        Array.Clear(_ceilings, 0, Math.Min(clears + 1, _ceilings.Length));
        _overlaps.Clear();
        Highest = 0;
    }
}
