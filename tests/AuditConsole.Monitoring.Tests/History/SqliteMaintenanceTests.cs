using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.History;

/// <summary>Backup, check and repair of a history file.</summary>
public sealed class SqliteMaintenanceTests : IDisposable
{
    private const int PageSize = 4096;
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_WhileWindowsAreWritten_IsAWholeHistoryOfOneMoment()
    {
        await using var history = await FilledAsync("history.db", 500);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                for (var i = 500; !stop.IsCancellationRequested; i++)
                {
                    await history.AppendAsync(Window(i), new HostState { CommittedTo = Window(i).To }, Token);
                }
            },
            Token);

        await history.BackupAsync(_folder.File("copy.db"), Token);
        await stop.CancelAsync();
        await writing;
        await using var copy = Open("copy.db");
        var windows = await WindowsAsync(copy);

        Assert.Empty(await copy.CheckAsync(Token));
        Assert.True(windows.Count >= 500);
        Assert.Equal(Enumerable.Range(0, windows.Count).Select(Window), windows.Select(window => window with { Seq = 0 }));
        Assert.Equal(windows[^1].To, (await copy.OpenHostAsync("host", HostSource.Kernel, Token)).CommittedTo);
    }

    [Fact]
    public async Task Backup_OntoAFileThatExists_IsRefused()
    {
        await using var history = await FilledAsync("history.db", 1);
        await File.WriteAllTextAsync(_folder.File("copy.db"), "precious", Token);

        await Assert.ThrowsAsync<HistoryException>(() => history.BackupAsync(_folder.File("copy.db"), Token));

        Assert.Equal("precious", await File.ReadAllTextAsync(_folder.File("copy.db"), Token));
    }

    [Fact]
    public async Task Check_OfASumThatIsNotThatOfItsWindows_NamesIt()
    {
        await using var history = await FilledAsync("history.db", 500);
        Assert.Empty(await history.CheckAsync(Token));

        await SqliteStatements.ExecuteAsync(
            _folder.File("history.db"), "UPDATE windows SET peak = 99999 WHERE key = (SELECT min(key) FROM windows WHERE (key >> 43) & 7 = 5)");

        Assert.Contains("the sum of 00:01:00 from 2026-11-22 12:00:00Z", Assert.Single(await history.CheckAsync(Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repair_OfDamagedPages_SavesAllOtherRowsAndNamesTheTimeOfTheRest()
    {
        const int Count = 20_000;
        await using (await FilledAsync("history.db", Count))
        {
        }

        await DamageAsync("history.db", 60, 61, 90);
        await using var damaged = Open("history.db");
        var problems = await damaged.CheckAsync(Token);

        var result = SqliteRepair.Run(_folder.File("history.db"), _folder.File("repaired.db"));
        await using var repaired = Open("repaired.db");
        var saved = await WindowsAsync(repaired);
        var whole = await repaired.PollsAsync("host", s_start, Window(Count).To, 1, Token);

        Assert.NotEmpty(problems);
        Assert.InRange(result.Missing.Count, 1, 3);
        Assert.InRange(saved.Count, Count * 95 / 100, Count - 1);
        Assert.Equal(saved.Count, result.Windows);
        Assert.All(saved, window => Assert.Equal(Window((int)((window.From - s_start) / TimeSpan.FromSeconds(15))), window with { Seq = 0 }));
        Assert.Equal(1_019u, whole[0].Peak);
        Assert.All(
            Enumerable.Range(0, Count).Select(i => Window(i).From).Except(saved.Select(window => window.From)),
            from => Assert.Contains(result.Missing, text => Names(text, from)));

        static bool Names(string text, DateTimeOffset from)
        {
            var words = text.TrimEnd('.').Split(" between ")[1].Split(" and ");
            return DateTimeOffset.Parse(words[0], null) <= from.AddSeconds(1) && from <= DateTimeOffset.Parse(words[1], null).AddSeconds(1);
        }
    }

    [Fact]
    public async Task Repair_OfNoDatabase_SaysSo()
    {
        await File.WriteAllTextAsync(_folder.File("history.db"), new string('x', 5000), Token);

        Assert.Contains("cannot be repaired", Assert.Throws<HistoryException>(() => SqliteRepair.Run(_folder.File("history.db"), _folder.File("new.db"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private SqliteHistory Open(string file) => new($"Data Source={_folder.File(file)}");

    private async Task<SqliteHistory> FilledAsync(string file, int count)
    {
        var history = Open(file);
        await history.OpenHostAsync("host", HostSource.Kernel, Token);
        await Task.WhenAll(Enumerable.Range(0, count).Select(Window).Select(window => history.AppendAsync(window, new HostState { CommittedTo = window.To }, Token)));
        return history;
    }

    private static async Task<List<PollWindow>> WindowsAsync(SqliteHistory history) => await history.ExportAsync(Token).ToListAsync(Token);

    private async Task DamageAsync(string file, params int[] pages)
    {
        await using var bytes = File.OpenWrite(_folder.File(file));
        foreach (var page in pages)
        {
            bytes.Position = (long)page * PageSize;
            await bytes.WriteAsync(Enumerable.Repeat((byte)0xa5, PageSize).ToArray(), Token);
        }
    }

    private static PollWindow Window(int index) => new()
    {
        Host = "host",
        From = s_start.AddSeconds(15 * index),
        To = s_start.AddSeconds(15 * (index + 1)),
        Peak = (uint)(index % 1_020),
        Tier = Tier.Kernel,
        BacklogLimit = 64,
        Lost = 0,
    };
}
