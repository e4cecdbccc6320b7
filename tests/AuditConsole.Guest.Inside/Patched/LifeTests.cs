using System.Globalization;
using System.Net;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Host;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Patched;

/// <summary>
/// A console that is killed while a change waits, started again, and at last locks the kernel and is stopped. Starting one takes the
/// guest half a minute, so one story tells it all. Since it ends with a locked kernel, it runs after all others.
/// </summary>
[Collection(LockedLast.Locked)]
public sealed class LifeTests : GuestKernel
{
    private const string Route = $"/api/v1/hosts/{GuestConsole.Host}";
    private const uint Changed = 4096;
    private const int Records = 300;
    private const uint Seen = 20;
    private static readonly TimeSpan s_confirm = TimeSpan.FromSeconds(12);
    private readonly string _state = Directory.CreateDirectory($"/run/auditconsole-{Guid.NewGuid():n}").FullName;

    [Fact]
    public async Task Kill_WhileAChangeWaits_TheGuardianTakesItBack_AndWithoutItTheNextConsole_WhichLocksTheKernelAndIsStopped()
    {
        long killedAt;
        await using (var first = await StartAsync())
        {
            killedAt = await ChangeAndKillAsync(first);
        }

        Assert.Equal(Changed, (await Client.GetStatusAsync(Stop)).BacklogLimit);
        await BackAsync();
        var took = TimeProvider.System.GetElapsedTime(killedAt);
        await Eventually.HoldsAsync(() => Task.FromResult(!Guardians().Any()), "end of the guardian");
        // The kill itself took some of it; a busy guest may take longer to get there.
        Assert.InRange(took, s_confirm / 2, TimeSpan.FromMinutes(1));
        Assert.Equal(1u, (await Client.GetStatusAsync(Stop)).Failure);

        await using (var second = await StartAsync())
        {
            var told = await RevertedAsync(second, 2);
            Assert.All(told, text => Assert.EndsWith("so its guardian did.", text, StringComparison.Ordinal));
            Assert.Contains(told, text => text.StartsWith($"backlog_limit went back from {Changed} to {AmpleLimit}.", StringComparison.Ordinal));
            await ChangeAndKillAsync(second);
        }

        foreach (var guardian in Guardians().ToList())
        {
            System.Diagnostics.Process.GetProcessById(guardian).Kill();
        }

        await using var third = await StartAsync();
        await BackAsync();
        Assert.Equal(2, (await RevertedAsync(third, 4)).Count(text => text.EndsWith("Nobody confirmed it in time.", StringComparison.Ordinal)));
        Assert.DoesNotContain((await third.GetAsync($"{Route}/activity")).EnumerateArray(), entry => entry.GetProperty("kind").GetString() == "changed");
        await ConsoleLock.LockThroughAsync(third);
        await AssertStopCommitsAsync(third);
        await AssertLockedKernelClearsCountersAsync();
    }

    private async Task AssertStopCommitsAsync(ConsoleProcess console)
    {
        await FloodAsync(Records);
        await console.StatusAsync(GuestConsole.Host, now => now.GetProperty("open_peak").GetUInt32() >= Seen);
        var before = await console.PollsAsync(GuestConsole.Host);
        var code = await console.TerminateAsync();
        await using var history = new SqliteHistory($"Data Source={Path.Combine(console.StateDirectory, "history.db")}");
        var after = await history.PollsAsync(GuestConsole.Host, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, int.MaxValue, Stop);

        Assert.Equal(0, code);
        Assert.Equal(before.Count + 1, after.Count);
        Assert.InRange(after[^1].Peak, Seen, Records + Seen);
    }

    private async Task AssertLockedKernelClearsCountersAsync()
    {
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

    private static async Task<long> ChangeAndKillAsync(ConsoleProcess console)
    {
        var (code, body) = await console.PatchAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Route}/status?confirm_within={s_confirm.TotalSeconds}"), $$"""{"backlog_limit":{{Changed}},"failure":0}""");
        Assert.True(code == HttpStatusCode.OK, body.GetRawText());
        Assert.Equal((Changed, 0u), (body.GetProperty("backlog_limit").GetUInt32(), body.GetProperty("failure").GetUInt32()));
        Assert.Single(Guardians());
        await console.KillAsync();
        return TimeProvider.System.GetTimestamp();
    }

    private async Task<ConsoleProcess> StartAsync()
    {
        var console = await ConsoleProcess.StartAsync(
            GuestConsole.Under, _state, "--AuditConsole:Source=kernel", $"--AuditConsole:HostName={GuestConsole.Host}", "--AuditConsole:Probe=off", "--AuditConsole:Poll:Interval=01:00:00");
        await console.StatusAsync(GuestConsole.Host);
        return console;
    }

    private Task BackAsync() => Eventually.HoldsAsync(async () => (await Client.GetStatusAsync(Stop)).BacklogLimit == AmpleLimit, "old limit");

    private static Task<IReadOnlyList<string>> RevertedAsync(ConsoleProcess console, int entries) => Eventually.GetAsync<IReadOnlyList<string>>(
        async () => (await console.GetAsync($"{Route}/activity")).EnumerateArray()
            .Where(entry => entry.GetProperty("kind").GetString() == "change_reverted")
            .Select(entry => entry.GetProperty("text").GetString()!)
            .ToList() is var told && told.Count == entries ? told : null,
        $"{entries} fields taken back in the activity");

    private static IEnumerable<int> Guardians() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0 && CommandLine(pid).Contains("guard-change", StringComparison.Ordinal));

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return "";
        }
    }
}
