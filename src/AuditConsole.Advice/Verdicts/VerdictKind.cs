namespace AuditConsole.Advice.Verdicts;

/// <summary>What is to be said of a limit.</summary>
public enum VerdictKind
{
    /// <summary>There is too little to say anything.</summary>
    InsufficientData,

    /// <summary>Enough room, as far as is known.</summary>
    Safe,

    /// <summary>It is likely to be exceeded before long.</summary>
    Tight,

    /// <summary>It was exceeded; nothing was lost and nobody waited long.</summary>
    Saturated,

    /// <summary>Records were lost for it.</summary>
    Losing,

    /// <summary>Tasks were put to sleep for it.</summary>
    Stalling,

    /// <summary>Far larger than peaks ask for, at a cost that matters on this machine.</summary>
    Oversized,

    /// <summary>Records were lost for other reasons: the limit is not the problem.</summary>
    NotTheLimit,

    /// <summary>There is no limit.</summary>
    Unlimited,
}
