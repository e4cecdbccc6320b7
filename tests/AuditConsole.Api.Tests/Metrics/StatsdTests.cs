using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Metrics;
using AuditConsole.Metrics.Statsd;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Api.Tests.Metrics;

public sealed class StatsdTests : IDisposable
{
    private const int MostWindows = 2000;
    private readonly UdpClient _server = new(new IPEndPoint(IPAddress.Loopback, 0));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("00:00:02")]
    public async Task Server_GetsTheKeysOfTheHost_EachLossOnce(string? interval)
    {
        await using var console = await StartAsync(
            ("AuditConsole:Metrics:Statsd:Interval", interval ?? ""), ("AuditConsole:Engine:BacklogLimit", "20"), ("AuditConsole:Engine:BacklogWaitTime", "0"));
        var datagrams = await ReceiveAsync(console, datagrams => datagrams.Count >= 1);
        // The clear of the window logs a record of its own, which the consumer takes when the clock moves.
        await console.SampleAsync();
        console.Burst(24);
        datagrams = [.. datagrams, .. await ReceiveAsync(console, datagrams => datagrams.Count(datagram => datagram.Contains("engine.kernel.lost:3|g\n", StringComparison.Ordinal)) >= 3)];

        var said = datagrams.First(datagram => datagram.Contains("engine.kernel.backlog_peak:21|g\n", StringComparison.Ordinal));
        // A window from before the burst that is sent after it tells of the losses first.
        Assert.Matches(
            "^engine.kernel.lost:3[|]g\n" + "engine.kernel.backlog:[01][|]g\n" + "engine.kernel.backlog_limit:20[|]g\n" + "engine.kernel.backlog_peak:21[|]g\n"
            + "engine.kernel.lost_records:[03][|]c\n$", said);
        Assert.Equal(3, datagrams.SelectMany(datagram => datagram.Split('\n')).Where(line => line.EndsWith("|c", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split(':', '|')[1], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Prefix_StandsBeforeEachKey()
    {
        await using var console = await StartAsync(("AuditConsole:Metrics:Statsd:Prefix", "audit.{host}"));

        var datagrams = await ReceiveAsync(console, datagrams => datagrams.Count >= 1);

        Assert.All(datagrams[0].TrimEnd('\n').Split('\n'), line => Assert.StartsWith("audit.engine.kernel.", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HostSource.Kernel, null, "kernel.lost:0|g\n")]
    [InlineData(HostSource.Kernel, "a.{host}.", "a.db-7_example.kernel.lost:0|g\n")]
    [InlineData(HostSource.Engine, null, "db-7.example.kernel.lost:0|g\n")]
    public void Prefix_OfAHost_IsSafeAndNamesTheEngine(HostSource source, string? prefix, string first) =>
        Assert.Equal(first, StatsdLines.Of(StatsdLines.PrefixOf(prefix, Host("db-7.example", source)), new AuditStatus(), 0, 0)[0]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Datagrams_HoldEveryLineWholeAndAtMost512Bytes(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var lines = Enumerable.Range(0, random.Next(60)).Select(i => $"{new string('k', random.Next(1, 480))}:{i}|g\n").ToList();

            var datagrams = StatsdLines.Pack(lines).Select(Encoding.ASCII.GetString).ToList();

            Assert.Equal(string.Concat(lines), string.Concat(datagrams));
            Assert.All(datagrams, datagram => Assert.True(datagram.Length is > 0 and <= 512 && datagram[^1] == '\n', datagram));
        }
    }

    [Fact]
    public void LongestKeys_StillFitADatagramEach()
    {
        var longest = Host(new string('h', 253), HostSource.Kernel);
        var prefix = StatsdLines.PrefixOf(new string('p', 94) + "{host}", longest);

        var datagrams = StatsdLines.Pack(StatsdLines.Of(prefix, new AuditStatus { Lost = uint.MaxValue, BacklogLimit = uint.MaxValue }, uint.MaxValue, long.MaxValue)).ToList();

        Assert.Equal(5, datagrams.Count);
        Assert.All(datagrams, datagram => Assert.InRange(datagram.Length, 300, 512));
    }

    [Fact]
    public void Host_ThatDoesNotAnswer_IsNotSaidToBeWell()
    {
        var host = Host("db-7", HostSource.Kernel);
        var said = new StatsdHost(host, "");
        var before = said.Lines(null, DateTimeOffset.UnixEpoch);
        host.Feed.Publish(Snapshot(lost: 446));
        host.Feed.Update(state => state with { Connected = true });
        var connected = said.Lines(null, DateTimeOffset.UnixEpoch);
        host.Feed.Update(state => state with { Connected = false });

        Assert.Empty(before);
        Assert.Equal(["kernel.lost:446|g\n", "kernel.lost_records:0|c\n"], connected.Where(line => line.Contains("lost", StringComparison.Ordinal)));
        Assert.Empty(said.Lines(null, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Losses_ThatCouldNotBeSent_AreOfferedAgain()
    {
        var host = Host("db-7", HostSource.Kernel);
        var said = new StatsdHost(host, "");
        host.Feed.Update(state => state with { Connected = true });
        host.Feed.Publish(Snapshot(lost: 10));
        said.Lines(null, DateTimeOffset.UnixEpoch);
        said.Sent();
        host.Feed.Publish(Snapshot(lost: 14));
        said.Lines(null, DateTimeOffset.UnixEpoch);
        host.Feed.Publish(Snapshot(lost: 15));

        Assert.Contains("kernel.lost_records:5|c\n", said.Lines(null, DateTimeOffset.UnixEpoch));
        said.Sent();
        Assert.Contains("kernel.lost_records:0|c\n", said.Lines(null, DateTimeOffset.UnixEpoch));
    }

    private static Snapshot Snapshot(uint lost) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Status = new AuditStatus { Lost = lost },
        Tier = Monitoring.Tier.Kernel,
        Mark = new Monitoring.Windows.MarkShown(DateTimeOffset.UnixEpoch, 0, null),
    };

    private static MetricHost Host(string name, HostSource source) => new(
        new HostFeed(
            new HostDescription { Host = name, Source = source, System = "test", BootId = "boot", Connect = () => throw new NotSupportedException() },
            DateTimeOffset.UnixEpoch),
        TimeSpan.FromSeconds(15));

    private Task<ConsoleFactory> StartAsync(params (string Key, string Value)[] settings) => ConsoleFactory.StartAsync(
        [("AuditConsole:Poll:Interval", "00:00:01"), ("AuditConsole:Metrics:Statsd:Endpoint", _server.Client.LocalEndPoint!.ToString()!), .. settings]);

    /// <summary>Lets time pass until enough has arrived.</summary>
    private async Task<List<string>> ReceiveAsync(ConsoleFactory console, Func<List<string>, bool> isEnough)
    {
        var datagrams = new List<string>();
        for (var windows = 0; !isEnough(datagrams); windows++)
        {
            Assert.True(windows < MostWindows, $"Of {MostWindows} windows only this arrived:\n{string.Join("\n", datagrams.TakeLast(3))}");
            await console.PollAsync();
            while (_server.Available > 0)
            {
                datagrams.Add(Encoding.ASCII.GetString((await _server.ReceiveAsync(Token)).Buffer));
            }
        }

        return datagrams;
    }
}
