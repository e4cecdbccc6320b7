using AuditConsole.Monitoring.Records;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Records;

public sealed class ProducerCountsTests
{
    private const AuditMessageType Path = (AuditMessageType)1302;
    private readonly ProducerCounts _counts = new(4711, "/opt/console");

    [Fact]
    public void Records_OfOneEvent_CountForWhatItsSyscallRecordNames()
    {
        Add(AuditMessageType.Syscall, 1, "syscall=59 pid=1 auid=1000 exe=\"/usr/bin/make\" key=\"exec\"");
        Add(AuditMessageType.Syscall, 2, "syscall=59 pid=2 auid=1000 exe=\"/usr/bin/ls\" key=(null)");
        Add(Path, 1, "item=0 name=\"/usr/bin/make\"");
        Add(AuditMessageType.ProcessTitle, 1, "proctitle=6D616B65");
        Add(Path, 2, "item=0 name=\"/usr/bin/ls\"");

        var taken = _counts.Take(3);

        Assert.Equal((5L, 0L, 3L), (taken.Records, taken.Own, taken.Missed));
        Assert.Equal([new("key", "exec", 3, 0)], taken.Shares.Where(share => share.Kind == "key"));
        Assert.Equal([new("exe", "/usr/bin/make", 3, 0), new("exe", "/usr/bin/ls", 2, 0)], taken.Shares.Where(share => share.Kind == "exe"));
        Assert.Equal([new("type", "PATH", 2, 0), new("type", "SYSCALL", 2, 0), new("type", "PROCTITLE", 1, 0)], taken.Shares.Where(share => share.Kind == "type"));
    }

    [Theory]
    [InlineData("exe=2F6F70742F6D7920617070", "/opt/my app")]
    [InlineData("exe=\"2F6F\"", "2F6F")]
    [InlineData("exe=\"/bin/true\"", "/bin/true")]
    [InlineData("exe=(null)", null)]
    [InlineData("key=\"(null)\"", null)]
    [InlineData("", null)]
    public void Name_HoweverTheKernelWritesIt_IsTold(string text, string? name)
    {
        Add(AuditMessageType.Syscall, 1, $"syscall=59 pid=1 {text} comm=\"x\"");

        Assert.Equal(name, _counts.Take(0).Shares.SingleOrDefault(share => share.Kind is "exe" or "key")?.Name);
    }

    [Fact]
    public void Keys_OfARuleWithTwo_AreTold()
    {
        Add(AuditMessageType.Syscall, 1, "pid=1 key=6578656301726F6F74");

        Assert.Contains(_counts.Take(0).Shares, share => share is { Kind: "key", Name: "exec, root" });
    }

    [Fact]
    public void OwnRecords_ByProcessOrProgram_AreCounted()
    {
        Add(AuditMessageType.Syscall, 1, "pid=4711 exe=\"/usr/bin/dotnet\"");
        Add(Path, 1, "item=0");
        Add(AuditMessageType.Syscall, 2, "pid=9 exe=\"/opt/console\"");
        Add(AuditMessageType.Syscall, 3, "pid=47110 ppid=4711 exe=\"/bin/sh\"");

        var taken = _counts.Take(0);

        Assert.Equal((4L, 3L), (taken.Records, taken.Own));
    }

    [Fact]
    public void Type_WithoutAName_IsToldByItsNumber()
    {
        Add((AuditMessageType)2999, 1, "x");

        Assert.Equal("UNKNOWN[2999]", _counts.Take(0).Shares.Single().Name);
    }

    [Fact]
    public void Memory_OfManyEvents_IsBoundedAndTheLastAreStillKnown()
    {
        for (var serial = 0ul; serial < 100_000; serial++)
        {
            Add(AuditMessageType.Syscall, serial, $"pid=1 exe=\"/bin/p{serial}\" key=\"k\"");
        }

        _counts.Take(0);
        Add(Path, 99_999, "item=0");
        Add(Path, 1, "item=0");
        var taken = _counts.Take(0);

        Assert.Equal([new("exe", "/bin/p99999", 1, 0)], taken.Shares.Where(share => share.Kind == "exe"));
    }

    private void Add(AuditMessageType type, ulong serial, string text) => _counts.Add(new AuditRecord(type, DateTimeOffset.UnixEpoch, serial, text));
}
