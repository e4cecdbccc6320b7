using AuditConsole.Kernel.Sampling;
using AuditConsole.Kernel.Tests.Sampling.Support;
using AuditConsole.Kernel.Tests.Support;

namespace AuditConsole.Kernel.Tests.Sampling;

public sealed class KauditdWatchTests : IDisposable
{
    private readonly FakeProc _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Find_AmongProcessesOfThatName_TakesTheKernelThread()
    {
        _proc.Process(12, "kworker/0:1");
        _proc.Process(400, "kauditd", flags: "4194304");
        _proc.Switches(400, "R (running)", 999);
        _proc.Process(35, "kauditd");
        _proc.Switches(35, "S (sleeping)", 30, forced: 4);
        _proc.Process(7, "a) S (kauditd");
        using var watch = KauditdWatch.Find(_proc.Path);

        Assert.True(watch.Found);
        Assert.Equal(new KauditdLook(true, 34), watch.Look());
        _proc.Switches(35, "S (sleeping)", 31, forced: 4);
        Assert.Equal(new KauditdLook(true, 35), watch.Look());
    }

    [Theory]
    [InlineData("R (running)")]
    [InlineData("D (disk sleep)")]
    public void Look_WhileItRunsOrMay_IsAwake(string state)
    {
        _proc.Process(35, "kauditd");
        _proc.Switches(35, state, 30);
        using var watch = KauditdWatch.Find(_proc.Path);

        Assert.False(watch.Look().Asleep);
    }

    [Fact]
    public void Find_WhereProcessesAreHidden_SeesNothing()
    {
        using var empty = KauditdWatch.Find(_proc.Path);
        using var missing = KauditdWatch.Find(Path.Combine(_proc.Path, "no-such-folder"));

        Assert.Equal([(false, false), (false, false)], [(empty.Found, empty.Look().Asleep), (missing.Found, missing.Look().Asleep)]);
    }

    [Fact]
    public void Look_AtAFileWithoutTheSwitches_IsAwake()
    {
        _proc.Process(35, "kauditd");
        _proc.Write("35/status", "Name:\tkauditd\nState:\tS (sleeping)\n");
        using var watch = KauditdWatch.Find(_proc.Path);

        Assert.False(watch.Look().Asleep);
    }
}
