using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.Tests.History;

public sealed class SqliteHistoryTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private SqliteHistory _history;

    public SqliteHistoryTests() => _history = Open();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_ThenOpenedAgain_EverythingIsThere()
    {
        var window = Full(0);
        var mark = new MarkShown(s_start, 63, s_start.AddSeconds(2), 5);
        await _history.OpenHostAsync("host", HostSource.Kernel, Token);
        await _history.IntendClearAsync("host", new ClearIntent(s_start, 7), Token);

        var committed = await _history.AppendAsync(window, new HostState { BootId = "b", CommittedTo = window.To, Lost = 4_000_000_000, WaitTicks = 9, Mark = mark }, Token);
        await ReopenAsync();
        var state = await _history.OpenHostAsync("host", HostSource.Kernel, Token);
        var stored = Assert.Single(await _history.PollsAsync("host", s_start, s_start.AddHours(1), 10, Token));

        Assert.Equal(window with { Seq = 1 }, committed);
        Assert.Equal(committed, stored);
        Assert.Equal(new HostState { BootId = "b", CommittedTo = window.To, Lost = 4_000_000_000, WaitTicks = 9, Mark = mark }, state);
    }

    [Fact]
    public async Task IntendClear_NeverFollowedByAWindow_IsFoundAtTheNextStart()
    {
        await _history.OpenHostAsync("host", HostSource.Kernel, Token);
        await _history.IntendClearAsync("host", new ClearIntent(s_start, 7), Token);

        await ReopenAsync();

        Assert.Equal(new ClearIntent(s_start, 7), (await _history.OpenHostAsync("host", HostSource.Kernel, Token)).Intent);
    }

    [Fact]
    public async Task File_AfterOpening_IsWrittenAheadAndFullySynchronised()
    {
        await _history.OpenHostAsync("host", HostSource.Kernel, Token);

        await using var connection = new SqliteConnection($"Data Source={_folder.File("history.db")}");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";

        Assert.Equal("wal", await command.ExecuteScalarAsync(Token));
    }

    [Theory]
    [InlineData(0, 10, 10)] // all of them
    [InlineData(2.5, 4.5, 3)] // a range that begins and ends within windows takes those in
    [InlineData(3, 4, 1)] // [from, to): neighbours that only touch are out
    [InlineData(-5, 0, 0)]
    public async Task Polls_Range_TakesEveryWindowThatOverlaps(double from, double to, int expected)
    {
        await AppendAsync(10);

        var polls = await _history.PollsAsync("host", s_start.AddSeconds(from), s_start.AddSeconds(to), 100, Token);

        Assert.Equal(expected, polls.Count);
    }

    [Fact]
    public async Task Polls_MoreWindowsThanPoints_KeepsTheHighestPeak()
    {
        await AppendAsync(100);

        var polls = await _history.PollsAsync("host", s_start, s_start.AddHours(1), 7, Token);

        Assert.Equal((7, 99u), (polls.Count, polls.Max(poll => poll.Peak)));
    }

    [Fact]
    public async Task Import_Twice_ChangesNothingTheSecondTime()
    {
        await AppendAsync(3);
        PollWindow[] windows = [Full(0) with { Host = "other" }, Full(1) with { Host = "other" }];

        var first = await _history.ImportAsync(windows, s_start, Token);
        var second = await _history.ImportAsync(windows, s_start, Token);

        Assert.Equal(new ImportResult(2, 0, 0), first);
        Assert.Equal(new ImportResult(0, 2, 0), second);
        Assert.Equal(
            [("host", HostSource.Kernel, 3L), ("other", HostSource.Imported, 2L)],
            (await _history.HostsAsync(Token)).Select(host => (host.Host, host.Source, host.Windows)));
    }

    [Fact]
    public async Task Import_TimeThatIsCovered_IsLeftOutAndCounted()
    {
        await AppendAsync(3);

        var result = await _history.ImportAsync([Full(0) with { From = s_start.AddMilliseconds(500), To = s_start.AddMilliseconds(700) }], s_start, Token);

        Assert.Equal(new ImportResult(0, 0, 1), result);
    }

    [Fact]
    public async Task Prune_ImportedWindowOfLongAgo_CountsFromItsImport()
    {
        await AppendAsync(2);
        await _history.ImportAsync([Full(0) with { Host = "other" }], s_start.AddDays(500), Token);

        var deleted = await _history.PruneAsync(s_start.AddDays(401), Token);

        Assert.Equal(2, deleted);
        Assert.Single(await _history.PollsAsync("other", s_start, s_start.AddDays(1), 10, Token));
    }

    [Fact]
    public async Task Activity_Range_NewestFirst()
    {
        for (var i = 0; i < 3; i++)
        {
            await _history.AddActivityAsync(new Activity("host", s_start.AddSeconds(i), ActivityKind.SourceReset, "someone", (uint)i, Tier.Kernel, $"text {i}"), Token);
        }

        var found = await _history.ActivityAsync("host", s_start.AddSeconds(1), s_start.AddHours(1), 10, Token);

        Assert.Equal(["text 2", "text 1"], found.Select(activity => activity.Text));
    }

    [Fact]
    public async Task Open_SchemaOfANewerProgram_IsRefusedInWords()
    {
        await using (var connection = new SqliteConnection($"Data Source={_folder.File("history.db")}"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            await command.ExecuteNonQueryAsync(Token);
        }

        var refusal = await Assert.ThrowsAsync<HistoryException>(() => _history.OpenHostAsync("host", HostSource.Kernel, Token));

        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HistoryException>(() => _history.HostsAsync(Token));
    }

    [Fact]
    public async Task Open_NotADatabase_SaysSo()
    {
        await File.WriteAllTextAsync(_folder.File("history.db"), new string('x', 5000), Token);

        var refusal = await Assert.ThrowsAsync<HistoryException>(() => _history.OpenHostAsync("host", HostSource.Kernel, Token));

        Assert.Contains("not a history file", refusal.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _history.DisposeAsync();
        _folder.Dispose();
    }

    private SqliteHistory Open() => new($"Data Source={_folder.File("history.db")}");

    private async Task ReopenAsync()
    {
        await _history.DisposeAsync();
        _history = Open();
    }

    private async Task AppendAsync(int count, int first = 0)
    {
        await _history.OpenHostAsync("host", HostSource.Kernel, Token);
        for (var i = first; i < first + count; i++)
        {
            await _history.AppendAsync(Full(i), new HostState { CommittedTo = Full(i).To }, Token);
        }
    }

    private static PollWindow Full(int index) => new()
    {
        Host = "host",
        From = s_start.AddSeconds(index),
        To = s_start.AddSeconds(index + 1),
        Peak = (uint)index,
        PeakAt = s_start.AddSeconds(index + 0.25),
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
