using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Host;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Patched;

/// <summary>Locks the guest's kernel until it ends, so these run after all others.</summary>
[Collection(LockedLast.Locked)]
public sealed class LockedTests : GuestKernel
{
    [Fact]
    public async Task Locked_Kernel_RefusesValuesAndStillClearsCounters()
    {
        await Client.SetAsync(AuditSetting.Enabled, 2, Stop);
        await FloodAsync(100);
        var status = await DrainedAsync();

        var refusal = await Assert.ThrowsAsync<AuditRefusedException>(() => Client.SetAsync(AuditSetting.BacklogLimit, 100, Stop));
        Assert.Equal(Errno.OperationNotPermitted, refusal.Errno);
        Assert.Contains("locked (enabled 2)", new KernelAccess(new KernelHost()).Explain(refusal), StringComparison.Ordinal);
        Assert.Equal(2u, status.Enabled);
        Assert.True(await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop) >= 10);
        Assert.Equal(status.Lost, await Client.ReadAndClearAsync(AuditCounter.Lost, Stop));
        Assert.Equal(AmpleLimit, (await Client.GetStatusAsync(Stop)).BacklogLimit);
    }
}
