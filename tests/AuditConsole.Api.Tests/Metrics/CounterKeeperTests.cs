using System.Text.Json;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Metrics;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Api.Tests.Metrics;

public sealed class CounterKeeperTests
{
    private static readonly KeptTotals s_kept =
        new("engine", "an earlier boot", new Boot(DateTimeOffset.UnixEpoch, 446), new CounterReading(500, 700), new CounterReading(3000, 4000));

    [Fact]
    public async Task Counters_GoOnWhereTheLastRunEnded()
    {
        await using var console = new ConsoleFactory(("AuditConsole:Engine:BacklogLimit", "20"), ("AuditConsole:Engine:BacklogWaitTime", "0"));
        new CounterFile(console.StateFolder, "engine").Write(s_kept);
        await console.WaitForFirstSampleAsync();
        console.Burst(24);
        await console.SampleAsync();
        using var client = console.CreateClient();

        var page = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Contains("linux_audit_lost_records_total{host=\"engine\",source=\"engine\"} 703\n", page, StringComparison.Ordinal);
        Assert.Contains("linux_audit_backlog_wait_seconds_total{host=\"engine\",source=\"engine\"} 4\n", page, StringComparison.Ordinal);
        Assert.Contains("linux_audit_lost_at_boot{host=\"engine\",source=\"engine\"} 0\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counters_AreWrittenDownWithTheWindowInWhichTheyChanged()
    {
        await using var console = await ConsoleFactory.StartAsync(
            ("AuditConsole:Poll:Interval", "00:00:01"), ("AuditConsole:Engine:BacklogLimit", "20"), ("AuditConsole:Engine:BacklogWaitTime", "0"));
        var file = new CounterFile(console.StateFolder, "engine");
        console.Burst(24);
        KeptTotals? kept = null;
        for (var polls = 0; polls < 600 && kept?.Lost.Total != 3; polls++)
        {
            await console.PollAsync();
            kept = file.Read();
        }

        Assert.Equal(new CounterReading(3, 3), kept?.Lost);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task File_ThatIsNotWhatWasWritten_LetsThemStartAnew(string content)
    {
        await using var console = new ConsoleFactory();
        await File.WriteAllTextAsync(new CounterFile(console.StateFolder, "engine").Path, content, TestContext.Current.CancellationToken);
        await console.WaitForFirstSampleAsync();

        Assert.Equal(0, console.Feed.Totals.Lost.Value);
        Assert.NotNull(console.Feed.Totals.Boot);
    }

    [Fact]
    public void File_IsWrittenOnlyWhereSomethingChanged()
    {
        using var folder = new TemporaryFolder();
        var file = new CounterFile(folder.Path, "db-7");
        file.Write(s_kept);
        File.Delete(file.Path);
        file.Write(s_kept);
        Assert.False(File.Exists(file.Path));

        file.Write(s_kept with { Lost = new CounterReading(501, 701) });

        Assert.Equal(701, file.Read()!.Lost.Total);
        Assert.Equal([file.Path], Directory.GetFiles(folder.Path));
        Assert.Equal(s_kept, JsonSerializer.Deserialize<KeptTotals>(JsonSerializer.Serialize(s_kept)));
    }
}
