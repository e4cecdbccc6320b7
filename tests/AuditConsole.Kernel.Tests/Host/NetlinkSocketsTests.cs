using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Tests.Support;

namespace AuditConsole.Kernel.Tests.Host;

public sealed class NetlinkSocketsTests : IDisposable
{
    // Linux 6.18: an auditd (pid 612) with an audit and a route socket, a reader of the log and the kernel's own sockets.
    private const string Listing = """
        sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
        0000000007142436 0   0          00000000 0        0        0     2        0        4       
        00000000e79519b5 9   0          00000000 0        0        0     2        0        6       
        00000000a1c0b3d2 0   612        00000000 0        0        0     2        7        20410   
        00000000c5f1fe87 9   612        00000000 213248   0        0     2        41       20409   
        000000001b09d9a1 9   3311       00000001 0        0        0     2        4294967295 31877   
        000000006c5d1fd0 9   4294963199 00000000 0        0        0     2        3        31880   
        000000000c2e60d0 15  0          00000000 0        0        0     2        0        8       

        """;

    private readonly FakeProc _proc = new();

    public NetlinkSocketsTests() => _proc.Write("net/netlink", Listing);

    private NetlinkSockets Sockets => new(_proc.Path);

    public void Dispose() => _proc.Dispose();

    [Theory]
    [InlineData(612u, 41L)]
    [InlineData(3311u, 4294967295L)]
    [InlineData(4294963199u, 3L)]
    [InlineData(0u, null)]
    [InlineData(61u, null)]
    [InlineData(20409u, null)]
    public void DropsOf_AProcess_AreThoseOfItsAuditSocket(uint pid, long? drops) => Assert.Equal(drops, Sockets.DropsOf(pid));

    [Fact]
    public void DropsOf_AProcessInAnotherNetworkNamespace_AreInItsOwnList()
    {
        _proc.Write("612/net/netlink", Listing.Replace(" 41 ", " 43 ", StringComparison.Ordinal));

        Assert.Equal(43, Sockets.DropsOf(612));
    }

    [Fact]
    public void DropsOf_WithColumnsInAnotherOrder_FollowsTheFirstLine()
    {
        _proc.Write("net/netlink", "Drops Pid New Eth\n5 612 1 9\n");

        Assert.Equal(5, Sockets.DropsOf(612));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk Eth Pid Groups Rmem Wmem Dump Locks\nc1 9 612 00000000 0 0 (null) 2\n")]
    [InlineData("sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode\nc1 9 612 00000000 0 0 0 2\n")]
    [InlineData("sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode\nc1 9 612 00000000 0 0 0 2 -1 20409\n")]
    public void DropsOf_AListWithoutTheNumber_AreUnknown(string listing)
    {
        _proc.Write("net/netlink", listing);

        Assert.Null(Sockets.DropsOf(612));
    }

    [Fact]
    public void DropsOf_WithoutTheFile_AreUnknown() => Assert.Null(new NetlinkSockets(Path.Combine(_proc.Path, "nowhere")).DropsOf(612));
}
