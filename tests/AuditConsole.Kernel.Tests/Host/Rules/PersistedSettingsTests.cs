using AuditConsole.Kernel.Tests.Support;

namespace AuditConsole.Kernel.Tests.Host.Rules;

public sealed class PersistedSettingsTests : IDisposable
{
    private readonly FakeProc _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Persisted_IsTheLastLineOfEachOption_AndWhatTheKernelWasBootedWith()
    {
        _machine.Write("etc/audit/rules.d/10-base.rules", "-D\n-b 4096\n-f 1\n");
        _machine.Write("etc/audit/rules.d/20-site.rules", "-b 8192\n--backlog_wait_time 15000\n");

        var persisted = _machine.Host().Persisted;

        Assert.Equal(
            [("backlog_limit", 8192u, true), ("backlog_wait_time", 15000u, true), ("failure", 1u, false), ("rate_limit", null, false), ("enabled", null, false)],
            persisted.Rules!.Select(rule => (rule.Field, rule.Value, rule.Place?.Contains("20-site.rules", StringComparison.Ordinal) == true)));
        Assert.Equal((8192u, true), (persisted.BootLimit, persisted.BootAudit));
        Assert.Empty(persisted.Unreadable);
    }

    [Fact]
    public void Persisted_OfAMachineWithoutRules_SaysNothingOfThem()
    {
        _machine.Write("cmdline", "quiet\n");

        var persisted = _machine.Host().Persisted;

        Assert.Null(persisted.Rules);
        Assert.Equal((null, null), (persisted.BootLimit, persisted.BootAudit));
    }

    [Theory]
    [InlineData("MemTotal:        4030252 kB\nMemFree:  1 kB\n", 4030252L * 1024)]
    [InlineData("MemFree:  1 kB\n", null)]
    [InlineData("MemTotal:  much kB\n", null)]
    public void MemoryBytes_IsWhatProcSays(string text, long? bytes)
    {
        _machine.Write("meminfo", text);

        Assert.Equal(bytes, _machine.Host().MemoryBytes);
    }
}
