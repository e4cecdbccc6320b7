using System.Diagnostics;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Metrics;

public sealed class MetricsTests
{
    private const string Labels = "host=\"engine\",source=\"engine\"";

    private static readonly string[] s_contract =
    [
        "linux_audit_backlog", "linux_audit_backlog_limit", "linux_audit_backlog_utilization_ratio", "linux_audit_backlog_peak",
        "linux_audit_lost_records_total", "linux_audit_backlog_wait_seconds_total", "linux_audit_rate_limit", "linux_audit_enabled_state",
        "linux_audit_failure_mode", "linux_audit_daemon_up", "linux_audit_poll_duration_seconds", "linux_audit_poll_errors_total",
        "linux_audit_last_success_timestamp_seconds", "linux_audit_resets_total", "auditconsole_build_info",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_HasEveryMetric_AndAllButTheBuildNameHostAndSource()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        await console.PollAsync(2);
        await console.SampleAsync();

        var page = await ScrapeAsync(console);
        var samples = Samples(page);

        Assert.Subset(Types(page).Keys.ToHashSet(), s_contract.ToHashSet());
        Assert.All(
            samples.Where(sample => !sample.StartsWith("auditconsole_build_info", StringComparison.Ordinal)),
            sample => Assert.Contains(Labels, sample, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_GivesEveryMetricHelpAndItsType()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        await console.PollAsync(2);
        await console.SampleAsync();

        var page = await ScrapeAsync(console);
        var types = Types(page);

        Assert.Equal("histogram", types["linux_audit_poll_duration_seconds"]);
        Assert.All(types, type => Assert.True(type.Value == "histogram" || (type.Value == "counter") == type.Key.EndsWith("_total", StringComparison.Ordinal), $"{type.Key} is a {type.Value}"));
        Assert.All(types.Keys, name => Assert.Single(page.Split('\n'), line => line.StartsWith($"# HELP {name} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Page_PassesPromtool()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        await console.PollAsync(2);
        await console.SampleAsync();
        var page = await ScrapeAsync(console);

        using var promtool = StartPromtool();
        Assert.SkipWhen(promtool is null, "promtool is not installed; the Debian package prometheus has it.");
        await promtool.StandardInput.WriteAsync(page.AsMemory(), Token);
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardOutput.ReadToEndAsync(Token) + await promtool.StandardError.ReadToEndAsync(Token);
        await promtool.WaitForExitAsync(Token);

        Assert.True(promtool.ExitCode == 0, complaints);
    }

    [Fact]
    public async Task Values_AreThoseOfTheHost()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"), ("AuditConsole:Engine:BacklogLimit", "20"), ("AuditConsole:Engine:BacklogWaitTime", "0"));
        console.Burst(24);
        await console.PollAsync();
        await console.SampleAsync();

        var samples = Samples(await ScrapeAsync(console));

        Assert.Contains($"linux_audit_backlog{{{Labels}}} 0", samples);
        Assert.Contains($"linux_audit_backlog_limit{{{Labels}}} 20", samples);
        Assert.Contains($"linux_audit_backlog_utilization_ratio{{{Labels}}} 1.05", samples);
        Assert.Contains($"linux_audit_lost_records_total{{{Labels}}} 3", samples);
        Assert.Contains($"linux_audit_enabled_state{{{Labels},state=\"on\"}} 1", samples);
        Assert.Contains($"linux_audit_enabled_state{{{Labels},state=\"locked\"}} 0", samples);
        Assert.Contains($"linux_audit_failure_mode{{{Labels},mode=\"printk\"}} 1", samples);
        Assert.Contains($"linux_audit_daemon_up{{{Labels}}} 0", samples);
        Assert.Contains($"linux_audit_resets_total{{{Labels},metric=\"backlog_max_depth\",by=\"poll\"}} 1", samples);
        Assert.Contains($"linux_audit_poll_errors_total{{{Labels},reason=\"unavailable\"}} 0", samples);
    }

    [Fact]
    public async Task LimitOfZero_HasNoUtilization()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Engine:BacklogLimit", "0"));

        var page = await ScrapeAsync(console);

        Assert.DoesNotContain("linux_audit_backlog_utilization_ratio", page, StringComparison.Ordinal);
        Assert.Contains($"linux_audit_backlog_limit{{{Labels}}} 0", Samples(page));
    }

    [Fact]
    public async Task Lost_StaysWhereItWas_WhenTheCounterIsCleared()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Engine:BacklogLimit", "20"), ("AuditConsole:Engine:BacklogWaitTime", "0"));
        console.Burst(24);
        await console.SampleAsync();
        await console.ResetAsync("lost");
        while ((await console.SampleAsync()).Status.Backlog > 0)
        {
        }

        console.Burst(22);
        await console.SampleAsync();

        var samples = Samples(await ScrapeAsync(console));

        Assert.Contains($"linux_audit_lost_records_total{{{Labels}}} 4", samples);
        Assert.Contains($"linux_audit_lost_since_reset{{{Labels}}} 1", samples);
        Assert.Contains($"linux_audit_resets_total{{{Labels},metric=\"lost\",by=\"operator\"}} 1", samples);
    }

    [Fact]
    public async Task Polls_AreCountedByLength()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        await console.PollAsync(3);
        await console.SampleAsync();

        var samples = Samples(await ScrapeAsync(console));

        var count = samples.Single(sample => sample.StartsWith("linux_audit_poll_duration_seconds_count", StringComparison.Ordinal)).Split(' ')[1];
        Assert.InRange(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), 3, 4);
        Assert.Contains($"linux_audit_poll_duration_seconds_bucket{{{Labels},le=\"+Inf\"}} {count}", samples);
        Assert.Contains($"linux_audit_poll_duration_seconds_bucket{{{Labels},le=\"10\"}} {count}", samples);
    }

    [Fact]
    public async Task Peak_StaysAsLongAsItsTimeAndTwoPolls()
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        console.Burst(33);
        await console.PollAsync();

        await console.PollAsync(61);
        await console.SampleAsync();
        var within = Samples(await ScrapeAsync(console));
        await console.PollAsync(2);
        await console.SampleAsync();
        var after = Samples(await ScrapeAsync(console));

        Assert.Contains($"linux_audit_backlog_peak{{{Labels},window=\"1m\",tier=\"engine\"}} 33", within);
        Assert.DoesNotContain($"linux_audit_backlog_peak{{{Labels},window=\"1m\",tier=\"engine\"}} 33", after);
        Assert.Contains($"linux_audit_backlog_peak{{{Labels},window=\"5m\",tier=\"engine\"}} 33", after);
        Assert.Contains($"linux_audit_backlog_peak{{{Labels},window=\"1h\",tier=\"engine\"}} 33", after);
    }

    [Fact]
    public async Task Scrape_ChangesNothing()
    {
        await using var console = await ConsoleFactory.StartAsync();
        console.Burst(17);
        await console.SampleAsync();
        var before = await ScrapeAsync(console);
        var mark = console.Feed.Latest!.Mark;

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(before, await ScrapeAsync(console));
        }

        Assert.Equal(17u, console.Engine.BacklogMaxDepth);
        Assert.Equal(mark, (await console.SampleAsync()).Mark);
    }

    private static async Task<string> ScrapeAsync(ConsoleFactory console)
    {
        using var client = console.CreateClient();
        using var answer = await client.GetAsync("/metrics", Token);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private static Dictionary<string, string> Types(string page) => page.Split('\n')
        .Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToDictionary(words => words[2], words => words[3]);

    private static string[] Samples(string page) => [.. page.Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    private static Process? StartPromtool()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
