namespace AuditConsole.Advice.Losses;

/// <summary>What one limit would have meant, and what it may mean.</summary>
/// <param name="Limit">In records.</param>
/// <param name="Lost">Records that the bursts of the record would have lost, were tasks not made to wait: at least so many.</param>
/// <param name="LostAtMost">And at most so many; <see langword="null"/> where nobody counted the records of these bursts.</param>
/// <param name="WaitSeconds">How long tasks would have waited instead, in seconds; <see langword="null"/> where nothing tells how fast the queue drains.</param>
/// <param name="MemoryBytes">Memory of one queue full of ordinary records, in bytes.</param>
public sealed record LossPoint(uint Limit, long Lost, long? LostAtMost, double? WaitSeconds, long MemoryBytes)
{
    /// <summary>What the next <see cref="ExpectedLoss.Days"/> days may lose; <see langword="null"/> where no distribution is told.</summary>
    public ExpectedLoss? Expected { get; init; }
}

/// <summary>Records that the next days may lose, were tasks not made to wait.</summary>
/// <param name="Value">Mean, in records; infinite where the tail is that heavy.</param>
/// <param name="Low">Lower end of the 95 % prediction interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="ExceedProbability">The chance that anything is lost at all.</param>
public sealed record ExpectedLoss(double Value, double Low, double High, double ExceedProbability)
{
    /// <summary>For how many days it is told.</summary>
    public const int Days = 30;
}
