using AuditConsole.Guest.Inside.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Patched;

public sealed class HeldSenderTests : GuestKernel
{
    private const int Attempts = 50;
    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Request_WithTheBacklogOverTheLimit_IsAnsweredWhileItsSenderIsHeld()
    {
        using var auditd = new DeafAuditd();
        await FloodAsync(200);
        await Client.SetAsync(AuditSetting.BacklogLimit, 5, Stop);

        TimeSpan? longest = null;
        for (var attempt = 0; attempt < Attempts && !(longest >= Held); attempt++)
        {
            var flood = FloodAsync(50);
            await Client.GetStatusAsync(Stop);
            longest = await HeldAfterReplyAsync();
            await flood;
        }

        Assert.True(longest >= Held, $"The kernel held no sender for {Held.TotalMilliseconds} ms after its reply in {Attempts} attempts.");
    }

    /// <summary>How long the sender was still held once the reply was there, up to <see cref="Held"/>.</summary>
    private async Task<TimeSpan?> HeldAfterReplyAsync()
    {
        TimeSpan? held = null;
        while (Client.HeldFor is { } now && !(held >= Held))
        {
            held = now;
            await PauseAsync(TimeSpan.FromMilliseconds(5));
        }

        return held;
    }
}
