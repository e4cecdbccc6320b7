namespace AuditConsole.Health;

/// <summary>What the console may see here, and what is missing.</summary>
public interface IFindings
{
    /// <summary>Looks anew; changes nothing.</summary>
    IReadOnlyList<HealthFinding> Examine();
}
