using System.Diagnostics;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Host;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Patched;

public sealed class CounterTests : GuestKernel
{
    [Fact]
    public async Task Clear_OfLost_ReturnsTheCountAndLeavesZero()
    {
        await Client.SetAsync(AuditSetting.RateLimit, 1, Stop);
        await FloodAsync(100);
        await Client.SetAsync(AuditSetting.RateLimit, 0, Stop);
        var lost = (await Client.GetStatusAsync(Stop)).Lost;

        Assert.InRange(lost, 90u, 120u);
        Assert.Equal(lost, await Client.ReadAndClearAsync(AuditCounter.Lost, Stop));
        Assert.Equal(0u, (await Client.GetStatusAsync(Stop)).Lost);
    }

    [Fact]
    public async Task Clear_OfTheTimeWaited_ReturnsTheTicksAndLeavesZero()
    {
        // In another process: auditd's own, which registers here, is not bound by the limit.
        const string MakeFolders = "for i in 1 2 3 4 5; do mkdir \"$0/$i\"; rmdir \"$0/$i\"; done";
        const uint WaitTime = 50;
        var waitTime = (await Client.GetStatusAsync(Stop)).BacklogWaitTime!.Value;
        await Auditctl.RunAsync("-a", "always,exit", "-F", "arch=b64", "-S", "mkdir,rmdir");
        // kauditd waits for this auditd with record after record, so whoever is over the limit sleeps for whole ticks.
        using (new DeafAuditd())
        {
            await FloodAsync(50);
            await Client.SetAsync(AuditSetting.BacklogWaitTime, WaitTime, Stop);
            await Client.SetAsync(AuditSetting.BacklogLimit, 1, Stop);
            var folder = Directory.CreateTempSubdirectory("auditconsole-waits-");
            using var shell = Process.Start("/bin/sh", ["-c", MakeFolders, folder.FullName]);
            await shell.WaitForExitAsync(Stop);
            await Client.SetAsync(AuditSetting.BacklogLimit, AmpleLimit, Stop);
            await Client.SetAsync(AuditSetting.BacklogWaitTime, waitTime, Stop);
        }

        await Auditctl.RunAsync("-D");
        var waited = (await Client.GetStatusAsync(Stop)).BacklogWaitTimeActual;

        Assert.NotNull(waited);
        Assert.NotEqual(0u, waited);
        Assert.Equal(waited, await Client.ReadAndClearAsync(AuditCounter.BacklogWaitTimeActual, Stop));
        Assert.Equal(0u, (await Client.GetStatusAsync(Stop)).BacklogWaitTimeActual);
    }

    [Fact]
    public async Task Host_OfTheGuest_HasATickOfAMillisecondAndMissesAnAuditdAndALimitAtBoot()
    {
        var host = new KernelHost();
        var findings = new KernelAccess(host).Examine(await Client.GetStatusAsync(Stop));

        Assert.Equal(1000, host.Hz);

        // The rules files are those of the machine that runs the guest, and nobody loads them there.
        var missing = findings.Where(finding => !finding.Ok && !finding.Id.StartsWith("rules", StringComparison.Ordinal)).Select(finding => finding.Id);
        Assert.Equal(["boot_backlog_limit", "auditd"], missing);
    }
}
