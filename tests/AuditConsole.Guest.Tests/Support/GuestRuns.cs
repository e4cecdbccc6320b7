namespace AuditConsole.Guest.Tests.Support;

/// <summary>All boots of the guest, one after another: what they measure is coarse enough without a neighbour.</summary>
public sealed class GuestRuns : IAsyncLifetime
{
    /// <summary>The kernel that keeps <c>backlog_max_depth</c>.</summary>
    public GuestRun Patched { get; } = new("patched", "AuditConsole.Guest.Inside.Patched");

    /// <summary>The same kernel for the described behaviours, whose limits are far below what the other tests leave in the hold queue.</summary>
    public GuestRun Conformance { get; } = new("patched", "AuditConsole.Guest.Inside.Conformance");

    /// <summary>The same kernel as it comes, which does not.</summary>
    public GuestRun Unpatched { get; } = new("unpatched", "AuditConsole.Guest.Inside.Unpatched");

    public async ValueTask InitializeAsync()
    {
        if (Testbed.Missing is null)
        {
            await Patched.RunAsync();
            await Conformance.RunAsync();
            await Unpatched.RunAsync();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
