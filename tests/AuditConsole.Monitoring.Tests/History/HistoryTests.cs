using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.History;

/// <summary>What every store does, whichever database it is in.</summary>
public abstract partial class HistoryTests : IAsyncDisposable
{
    protected static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private IHistory? _history;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected IHistory History => _history ??= Open();

    [Fact]
    public async Task Append_ThenOpenedAgain_EverythingIsThere()
    {
        var window = Full(0);
        var mark = new MarkShown(Start, 63, Start.AddSeconds(2), 5);
        await History.OpenHostAsync("host", HostSource.Kernel, Token);
        await History.IntendClearAsync("host", new ClearIntent(Start, 7), Token);

        var committed = await History.AppendAsync(window, new HostState { BootId = "b", CommittedTo = window.To, Lost = 4_000_000_000, WaitTicks = 9, Mark = mark }, Token);
        await CloseAsync();
        var state = await History.OpenHostAsync("host", HostSource.Kernel, Token);
        var stored = Assert.Single(await History.PollsAsync("host", Start, Start.AddHours(1), 10, Token));

        Assert.Equal(window with { Seq = 1 }, committed);
        Assert.Equal(committed, stored);
        Assert.Equal(new HostState { BootId = "b", CommittedTo = window.To, Lost = 4_000_000_000, WaitTicks = 9, Mark = mark }, state);
    }

    [Fact]
    public async Task IntendClear_NeverFollowedByAWindow_IsFoundAtTheNextStart()
    {
        await History.OpenHostAsync("host", HostSource.Kernel, Token);
        await History.IntendClearAsync("host", new ClearIntent(Start, 7), Token);

        await CloseAsync();

        Assert.Equal(new ClearIntent(Start, 7), (await History.OpenHostAsync("host", HostSource.Kernel, Token)).Intent);
    }

    [Theory]
    [InlineData(0, 10, 10)] // all of them
    [InlineData(2.5, 4.5, 3)] // a range that begins and ends within windows takes those in
    [InlineData(3, 4, 1)] // [from, to): neighbours that only touch are out
    [InlineData(-5, 0, 0)]
    public async Task Polls_Range_TakesEveryWindowThatOverlaps(double from, double to, int expected)
    {
        await AppendAsync(10);

        var polls = await History.PollsAsync("host", Start.AddSeconds(from), Start.AddSeconds(to), 100, Token);

        Assert.Equal(expected, polls.Count);
    }

    [Fact]
    public async Task Polls_MoreWindowsThanPoints_KeepsTheHighestPeak()
    {
        await AppendAsync(100);

        var polls = await History.PollsAsync("host", Start, Start.AddHours(1), 7, Token);

        Assert.Equal((7, 99u), (polls.Count, polls.Max(poll => poll.Peak)));
    }

    [Fact]
    public async Task Import_Twice_ChangesNothingTheSecondTime()
    {
        await AppendAsync(3);
        PollWindow[] windows = [Full(0) with { Host = "other" }, Full(1) with { Host = "other" }];

        var first = await History.ImportAsync(windows, Start, Token);
        var second = await History.ImportAsync(windows, Start, Token);

        Assert.Equal(new ImportResult(2, 0, 0), first);
        Assert.Equal(new ImportResult(0, 2, 0), second);
        Assert.Equal(
            [("host", HostSource.Kernel, 3L), ("other", HostSource.Imported, 2L)],
            (await History.HostsAsync(Token)).Select(host => (host.Host, host.Source, host.Windows)));
    }

    [Fact]
    public async Task Import_TimeThatIsCovered_IsLeftOutAndCounted()
    {
        await AppendAsync(3);

        var result = await History.ImportAsync([Full(0) with { From = Start.AddMilliseconds(500), To = Start.AddMilliseconds(700) }], Start, Token);

        Assert.Equal(new ImportResult(0, 0, 1), result);
    }

    [Fact]
    public async Task Prune_DaysOlderThanIsKept_GoButForTheirSums()
    {
        await AppendAsync(2);
        await History.AppendAsync(At(10), new HostState(), Token);
        await History.AppendAsync(At(500), new HostState(), Token);

        await History.PruneAsync(new HistoryRetention(), Start.AddDays(501), Token);
        var old = Assert.Single(await History.PollsAsync("host", Start, Start.AddDays(1), 10, Token));

        Assert.Equal([Start.AddDays(500)], await History.ExportAsync(Token).Select(window => window.From).ToListAsync(Token));
        Assert.Equal((1u, 2, 10_000_000_000), (old.Peak, old.Windows, old.Lost));

        static PollWindow At(int day) => Full(0) with { From = Start.AddDays(day), To = Start.AddDays(day).AddSeconds(1), PeakAt = null };
    }

    [Fact]
    public async Task Prune_ImportedWindowOfLongAgo_CountsFromItsImport()
    {
        await History.ImportAsync([Full(0), Full(1) with { From = Start.AddDays(9), To = Start.AddDays(10) }], Start.AddDays(500), Token);

        Assert.Equal(0, await History.PruneAsync(new HistoryRetention(), Start.AddDays(899), Token));
        Assert.NotEqual(0, await History.PruneAsync(new HistoryRetention(), Start.AddDays(902), Token));
    }

    [Fact]
    public async Task Activity_Range_NewestFirst()
    {
        for (var i = 0; i < 3; i++)
        {
            await History.AddActivityAsync(new Activity("host", Start.AddSeconds(i), ActivityKind.SourceReset, "someone", (uint)i, Tier.Kernel, $"text {i}"), Token);
        }

        var found = await History.ActivityAsync("host", Start.AddSeconds(1), Start.AddHours(1), 10, Token);

        Assert.Equal(["text 2", "text 1"], found.Select(activity => activity.Text));
    }

    [Fact]
    public async Task Append_Details_AreReadBack()
    {
        await History.OpenHostAsync("host", HostSource.Kernel, Token);
        var details = new WindowDetails
        {
            Records = 12,
            Samples = 150,
            Held = TimeSpan.FromSeconds(3),
            Inferred = true,
            Doubts = ["One.", "Two."],
            Losses = [new LossShare(LossCause.RateLimit, 7, "rate_limit is 5."), new LossShare(LossCause.Uncounted, null, "No auditd.")],
            Producers = new WindowProducers(9, 1, 2, [new ProducerShare("key", "exec", 8, 1)]),
        };

        await History.AppendAsync(Full(0) with { Details = details }, new HostState { CommittedTo = Full(0).To }, Token);
        await CloseAsync();
        var stored = Assert.Single(await History.PollsAsync("host", Start, Start.AddHours(1), 10, Token));

        Assert.Equivalent(details, stored.Details, strict: true);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await DeleteAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract IHistory Open();

    protected abstract ValueTask DeleteAsync();

    protected async Task CloseAsync()
    {
        if (_history is not null)
        {
            await _history.DisposeAsync();
            _history = null;
        }
    }

    protected async Task AppendAsync(int count, int first = 0)
    {
        await History.OpenHostAsync("host", HostSource.Kernel, Token);
        for (var i = first; i < first + count; i++)
        {
            await History.AppendAsync(Full(i), new HostState { CommittedTo = Full(i).To }, Token);
        }
    }

    protected static PollWindow Full(int index) => new()
    {
        Host = "host",
        From = Start.AddSeconds(index),
        To = Start.AddSeconds(index + 1),
        Peak = (uint)index,
        PeakAt = Start.AddSeconds(index + 0.25),
        Bound = Bound.AtLeast,
        Tier = Tier.Kernel,
        Recovered = true,
        Backlog = 3,
        BacklogLimit = uint.MaxValue,
        Lost = 5_000_000_000,
        WaitTicks = 333,
        Wait = TimeSpan.FromMilliseconds(333),
        Mean = 1.25,
        P50 = 1,
        P99 = 2,
        Blind = TimeSpan.FromMilliseconds(700),
        Gap = true,
    };
}
