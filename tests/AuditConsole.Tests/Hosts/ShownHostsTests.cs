using AuditConsole.Hosts;
using AuditConsole.Monitoring.History;
using AuditConsole.Tests.Support;

namespace AuditConsole.Tests.Hosts;

public sealed class ShownHostsTests : IAsyncDisposable
{
    private readonly StoredHistory _store = new();
    private readonly ShownHosts _hosts;

    public ShownHostsTests()
    {
        _store.Hosts.AddRange([Known("web-02"), Known("db-07"), Known("web-01")]);
        _hosts = new ShownHosts(new PublishedHost(), _store);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task List_HasTheWatchedHostFirstAndOnce()
    {
        var all = await _hosts.ListAsync(Stop);

        Assert.Equal(["db-07", "web-01", "web-02"], all.Select(host => host.Key));
        Assert.Equal([true, false, false], all.Select(host => host.IsWatched));
    }

    [Theory]
    [InlineData(null, "db-07", true)]
    [InlineData("", "db-07", true)]
    [InlineData("db-07", "db-07", true)]
    [InlineData("web-01", "web-01", false)]
    public async Task Of_AnAddress_IsTheHostItNames(string? key, string expected, bool watched)
    {
        var host = _hosts.Of(key);

        Assert.Equal((expected, watched), (host.Key, host.IsWatched));
        Assert.Equal(watched ? null : Sample.Since, (await _hosts.FindAsync(host, Stop))!.Since);
    }

    [Theory]
    [InlineData("db-08")]
    [InlineData("WEB-01")]
    public async Task Find_OfAHostThatNothingIsKeptOf_FindsNone(string key) => Assert.Null(await _hosts.FindAsync(_hosts.Of(key), Stop));

    [Fact]
    public async Task Find_OfTheWatchedHost_NeedsNoHistory()
    {
        _store.Trouble = "The disk is gone.";

        Assert.True((await _hosts.FindAsync(_hosts.Watched, Stop))!.IsWatched);
        await Assert.ThrowsAsync<HistoryException>(() => _hosts.FindAsync(_hosts.Of("web-01"), Stop).AsTask());
    }

    [Theory]
    [InlineData("history", false, "history?host=a%20b")]
    [InlineData("history?range=1h", false, "history?range=1h&host=a%20b")]
    [InlineData("history?range=1h", true, "history?range=1h")]
    public void In_AnAddress_NamesAHostThatIsNotWatched(string address, bool watched, string expected) =>
        Assert.Equal(expected, new ShownHost("a b", watched).In(address));

    private static KnownHost Known(string host) => new(host, HostSource.Imported, 12, Sample.Since);
}
