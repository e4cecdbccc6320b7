namespace AuditConsole.Advice.Levels;

/// <summary>The backlog that is exceeded once on average in a number of days.</summary>
/// <param name="Days">How many days.</param>
/// <param name="Level">The backlog, in records; <see langword="null"/> where it is not said.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end; <see langword="null"/> also where the peaks set none.</param>
/// <param name="ExceedProbability">The chance that the present limit is exceeded within these days, 0 to 1; <see langword="null"/> without a limit.</param>
/// <param name="RefusedBecause">Why it is not said; <see langword="null"/> where it is.</param>
public sealed record LevelAnswer(int Days, double? Level, double? Low, double? High, double? ExceedProbability, string? RefusedBecause = null);
