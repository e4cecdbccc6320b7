using System.Data.Common;
using AuditConsole.Monitoring.History;

namespace AuditConsole.Monitoring.Tests.History;

public abstract partial class HistoryTests
{
    /// <summary>Takes away what keeps the database from changing entries.</summary>
    private protected abstract IReadOnlyList<string> WithoutKeeping { get; }

    /// <summary>Makes the tables those of schema 3, with no entry.</summary>
    private protected abstract IReadOnlyList<string> ToVersion3 { get; }

    public static TheoryData<string, string> Tampering => new()
    {
        { "UPDATE activity SET text = 'nothing happened' WHERE number = 2", "entry 2 of 2026-11-22 12:00:02Z (alice) is not what was written down" },
        { "UPDATE activity SET actor = 'bob' WHERE number = 2", "entry 2 of" },
        { "UPDATE activity SET at_ms = at_ms + 1 WHERE number = 2", "entry 2 of" },
        { "UPDATE activity SET origin = NULL WHERE number = 2", "entry 2 of" },
        { "UPDATE activity SET reason = 'because' WHERE number = 2", "entry 2 of" },
        { "UPDATE activity SET old_value = NULL WHERE number = 2", "entry 2 of" },
        { "UPDATE activity SET new_value = 0 WHERE number = 2", "entry 2 of" },
        { "UPDATE activity SET refused = 1 WHERE number = 2", "entry 2 of" },
        { "UPDATE activity SET hash = replace(hash, substr(hash, 1, 1), 'e') WHERE number = 1", "entry 1 of" },
        { "DELETE FROM activity WHERE number = 2", "between entries 1 and 3 one is missing" },
        { "DELETE FROM activity WHERE number = 1", "between entries 0 and 2 one is missing" },
    };

    [Fact]
    public async Task Activity_EveryField_IsReadBackNumberedAndLinked()
    {
        var entry = Configured(0);

        var kept = await History.AddActivityAsync(entry, Token);
        await CloseAsync();
        var found = Assert.Single(await History.FindActivityAsync(new ActivityFilter("host"), Token));

        Assert.Equal(new KeptActivity(1, ActivityChain.Hash(ActivityChain.Beginning, 1, entry), entry), kept);
        Assert.Equal(kept, found);
        var verification = Assert.Single(await History.VerifyActivityAsync(null, Token));
        Assert.Equal(("host", 1L, kept.Hash, null), (verification.Host, verification.Count, verification.Head, verification.FoundAt));
        Assert.Equal(1, Assert.Single(await History.VerifyActivityAsync(kept.Hash, Token)).FoundAt);
    }

    [Theory]
    [InlineData("UPDATE activity SET text = 'x'")]
    [InlineData("DELETE FROM activity")]
    public async Task Activity_OnceKept_TheDatabaseRefusesToChange(string sql)
    {
        await History.AddActivityAsync(Configured(0), Token);

        var refusal = await Assert.ThrowsAnyAsync<DbException>(() => ExecuteAsync(sql));

        Assert.Contains("never", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await History.FindActivityAsync(new ActivityFilter("host"), Token));
    }

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task Verify_RowsChangedInTheDatabase_NamesTheFirst(string sql, string expected)
    {
        await AddAsync(4);
        Assert.Empty(Assert.Single(await History.VerifyActivityAsync(null, Token)).Problems);
        foreach (var statement in WithoutKeeping)
        {
            await ExecuteAsync(statement);
        }

        await ExecuteAsync(sql);

        var verification = Assert.Single(await History.VerifyActivityAsync(null, Token));
        Assert.Contains(expected, verification.Problems[0], StringComparison.Ordinal);
        Assert.Contains(expected, string.Join('|', await History.CheckAsync(Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_ByTwoWritersAtOnce_IsOneChain()
    {
        await using var other = Open();

        await Task.WhenAll(new[] { History, other }.SelectMany(history => Enumerable.Range(0, 25).Select(i => history.AddActivityAsync(Configured(i), Token))));

        var verification = Assert.Single(await History.VerifyActivityAsync(null, Token));
        Assert.Equal(50, verification.Count);
        Assert.Empty(verification.Problems);
    }

    [Fact]
    public async Task Activity_OfSchema3_IsNumberedInItsOrderAndLinked()
    {
        await History.OpenHostAsync("host", HostSource.Kernel, Token);
        await CloseAsync();
        foreach (var statement in ToVersion3)
        {
            await ExecuteAsync(statement);
        }

        await ExecuteAsync("INSERT INTO activity (host, at_ms, kind, actor, value, tier, text) VALUES ('host', 2000, 1, 'operator', 44, 3, 'later'), ('host', 1000, 0, 'console', NULL, NULL, 'earlier')");

        var found = await History.FindActivityAsync(new ActivityFilter("host"), Token);

        Assert.Equal([(1L, "later", (uint?)44), (2L, "earlier", null)], found.Select(kept => (kept.Number, kept.Entry.Text, kept.Entry.Value)));
        Assert.Empty(Assert.Single(await History.VerifyActivityAsync(null, Token)).Problems);
        Assert.Equal(3, (await History.AddActivityAsync(Configured(0), Token)).Number);
    }

    [Fact]
    public async Task Activity_Filtered_IsWhatWasAskedForPageByPage()
    {
        await AddAsync(6);
        await History.AddActivityAsync(new Activity("host", Start, ActivityKind.Note, "Bob", null, null, "100 % of_it"), Token);
        await History.AddActivityAsync(Configured(9) with { Host = "another" }, Token);
        var all = new ActivityFilter("host");

        Assert.Equal(["alice", "alice", "alice", "alice", "alice", "Bob", "alice"], await ActorsAsync(all));
        Assert.Equal(["Bob"], await ActorsAsync(all with { Actor = "bob" }));
        Assert.Equal(["Bob"], await ActorsAsync(all with { Kinds = [ActivityKind.Note, ActivityKind.Alert] }));
        Assert.Empty(await ActorsAsync(all with { Kinds = [] }));
        Assert.Equal(["Bob"], await ActorsAsync(all with { Text = "0 % OF_" }));
        Assert.Empty(await ActorsAsync(all with { Text = "0_%" }));
        Assert.Equal(6, (await ActorsAsync(all with { Text = "load test" })).Count());
        Assert.Equal(6, (await ActorsAsync(all with { Text = "192.0.2" })).Count());

        var pages = new List<long>();
        for (KeptActivity? last = null; await History.FindActivityAsync(all with { Most = 3, After = last }, Token) is { Count: > 0 } page; last = page[^1])
        {
            pages.AddRange(page.Select(kept => kept.Number));
        }

        Assert.Equal([6, 5, 4, 3, 2, 7, 1], pages);
    }

    private protected abstract Task ExecuteAsync(string sql);

    private static Activity Configured(int second) =>
        new("host", Start.AddSeconds(second), ActivityKind.Configured, "alice", 7, Tier.Probe, "backlog_limit 64 → 8,192.")
        {
            Origin = "192.0.2.7, page",
            Reason = "load test",
            Field = "backlog_limit",
            OldValue = 64,
            NewValue = uint.MaxValue,
            Refused = second % 2 == 1,
        };

    private async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await History.AddActivityAsync(Configured(i + (i > 0 ? 1 : 0)), Token);
        }
    }

    private async Task<IEnumerable<string>> ActorsAsync(ActivityFilter filter) => (await History.FindActivityAsync(filter, Token)).Select(kept => kept.Entry.Actor);
}
