namespace AuditConsole.Access;

/// <summary>What a person or a program may do here. Each role includes those before it.</summary>
public enum ConsoleRole
{
    /// <summary>Sees everything but accounts and tokens; changes nothing.</summary>
    Viewer = 1,

    /// <summary>Resets marks and counters, changes limits, waits and rates, writes notes, silences alerts.</summary>
    Operator = 2,

    /// <summary>Also changes <c>failure</c> and <c>enabled</c>, and who may do what.</summary>
    Admin = 3,
}
