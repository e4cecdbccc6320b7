using AuditConsole.Protocol;

namespace AuditConsole.Engine;

/// <summary>A record was lost while <c>failure</c> was 2: the kernel would have panicked, the engine has stopped for good.</summary>
public sealed class EnginePanicException : AuditException
{
    /// <param name="reason">What the kernel would have printed: why the record was lost.</param>
    public EnginePanicException(string reason)
        : base($"Kernel panic - not syncing: audit: {reason}. A record was lost while failure was 2 (panic), so the engine has stopped; start another.")
    {
    }
}
