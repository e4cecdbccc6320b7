namespace AuditConsole.Monitoring.Alerts;

/// <summary>Whether the host runs with what its rules files say.</summary>
/// <param name="Ok">Whether it does; <see langword="null"/> where that cannot be found out.</param>
/// <param name="Finding">What differs, in a sentence.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record LimitDrift(bool? Ok, string Finding, string Remedy);

/// <summary>Compares what a host runs with and what its rules files say.</summary>
public interface ILimitDrift
{
    /// <summary>Looks anew; reads files, and changes nothing.</summary>
    LimitDrift Look();
}
