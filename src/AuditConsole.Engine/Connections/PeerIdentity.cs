namespace AuditConsole.Engine.Connections;

/// <summary>Who sends: what the kernel writes into records about a task.</summary>
/// <param name="ProcessId">Its process (thread group) id.</param>
/// <param name="UserId">Its user id.</param>
/// <param name="LoginUserId"><c>auid</c>; 2^32 − 1 when unset.</param>
/// <param name="SessionId"><c>ses</c>; 2^32 − 1 when unset.</param>
internal readonly record struct PeerIdentity(uint ProcessId, uint UserId, uint LoginUserId, uint SessionId)
{
    /// <summary>A daemon of this process: nobody logged in to start it.</summary>
    public static PeerIdentity Own { get; } = new((uint)Environment.ProcessId, 0, uint.MaxValue, uint.MaxValue);
}
