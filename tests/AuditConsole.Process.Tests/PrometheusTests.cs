using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AuditConsole.Processes.Tests.Support;

namespace AuditConsole.Processes.Tests;

/// <summary>Real Prometheus servers on a running console, with other readers beside them.</summary>
public sealed class PrometheusTests : IDisposable
{
    private const string PeakOfAMinute = "linux_audit_backlog_peak{window=\"1m\"}";
    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "Data");
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(1) + (2 * s_poll);

    // A window shows on the page as soon as it is committed, which may be a moment after its end.
    private static readonly TimeSpan s_committed = TimeSpan.FromSeconds(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <remarks><c>AUDITCONSOLE_SCRAPED_WINDOWS</c> says for how many windows of a second; 10 without it.</remarks>
    [Fact]
    public Task EveryScraper_WhateverTheOthersDo_SeesTheSamePeaks() =>
        RunAsync(int.TryParse(Environment.GetEnvironmentVariable("AUDITCONSOLE_SCRAPED_WINDOWS"), out var windows) ? windows : 10);

    [Fact]
    public async Task DashboardAndRules_AreUnderstoodByARealPrometheus()
    {
        await using var console = await StartConsoleAsync();
        await using var prometheus = await StartPrometheusAsync(console, "a");
        await Eventually.HoldsAsync(async () => await prometheus.ValueAsync("linux_audit_backlog_limit") > 0, "scrape");

        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(s_data, "grafana-dashboard.json"), TestContext.Current.CancellationToken));
        var expressions = dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Concat(dashboard.RootElement.GetProperty("annotations").GetProperty("list").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!
                .Replace("$host", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$__interval", "1m", StringComparison.Ordinal))
            .ToList();
        Assert.True(expressions.Count > 10);
        foreach (var expression in expressions)
        {
            await prometheus.QueryAsync(expression);
        }

        Assert.NotEmpty(await prometheus.QueryAsync(expressions[0]));
        await Eventually.HoldsAsync(
            async () => Rules(await prometheus.GetAsync("rules")) is { Count: > 0 } rules && rules.All(rule => rule.GetProperty("health").GetString() == "ok"), "rules that were all evaluated");
    }

    private async Task RunAsync(int windows)
    {
        await using var console = await StartConsoleAsync();
        await using var first = await StartPrometheusAsync(console, "a");
        await using var second = await StartPrometheusAsync(console, "b");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var dashboard = new PageReader(() => PageAsync(console), TimeSpan.FromMilliseconds(200));
        var curl = new PageReader(() => CurlAsync(new Uri(console.Address, "metrics")), TimeSpan.FromMilliseconds(50));
        var reading = Task.WhenAll(dashboard.RunAsync(stop.Token), curl.RunAsync(stop.Token));

        await Eventually.HoldsAsync(async () => await first.ValueAsync("up") == 1 && await second.ValueAsync("up") == 1, "scrape by both");
        await Eventually.HoldsAsync(
            async () => (await first.SamplesAsync(PeakOfAMinute)).Count >= windows && (await second.SamplesAsync(PeakOfAMinute)).Count >= windows,
            $"{windows} scrapes by both", TimeSpan.FromMinutes(2));

        // Whoever comes next sees what was highest up to here, so in the end all have seen the same.
        await Eventually.HoldsAsync(
            async () =>
            {
                var highest = (await console.PollsAsync("engine")).Max(poll => poll.Peak);
                return await first.ValueAsync($"max_over_time({PeakOfAMinute}[5m])") == highest && await second.ValueAsync($"max_over_time({PeakOfAMinute}[5m])") == highest;
            },
            "highest peak of the API in both servers");
        await stop.CancelAsync();
        await reading;

        var until = TimeProvider.System.GetUtcNow();
        var polls = await Eventually.GetAsync(
            async () => await console.PollsAsync("engine") is { Count: > 0 } all && all[^1].To > until ? all : null, "window after the last scrape");
        Assert.True(polls.Select(poll => poll.Peak).Distinct().Count() > 1, "The workload is not lively enough to tell scrapers apart.");
        foreach (var samples in new[] { await first.SamplesAsync(PeakOfAMinute), await second.SamplesAsync(PeakOfAMinute), dashboard.Samples, curl.Samples })
        {
            AssertPeaks([.. samples.Where(sample => sample.At <= until)], polls, windows);
        }
    }

    // At any time the page holds the highest of the windows that ended within its minute, and at most that of the one under way besides.
    private static void AssertPeaks(IReadOnlyList<(DateTimeOffset At, double Value)> samples, IReadOnlyList<Poll> polls, int fewest)
    {
        Assert.True(samples.Count >= fewest, $"Only {samples.Count} samples were taken.");
        Assert.All(samples, sample =>
        {
            var least = polls.Where(poll => poll.To <= sample.At - s_committed && poll.To >= sample.At - s_remembered + s_poll).Max(poll => (uint?)poll.Peak) ?? 0;
            var most = polls.Where(poll => poll.From <= sample.At + s_poll && poll.To >= sample.At - s_remembered - s_committed).Max(poll => poll.Peak);
            Assert.InRange(sample.Value, least, most);
        });
    }

    private static IReadOnlyList<JsonElement> Rules(JsonElement answer) =>
        [.. answer.GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())];

    private Task<ConsoleProcess> StartConsoleAsync() => ConsoleProcess.StartEngineAsync(
        _folder.File("state"), "--AuditConsole:Poll:Interval=00:00:01", "--AuditConsole:Engine:Scenario=desktop", "--AuditConsole:Engine:BacklogLimit=8192");

    private Task<PrometheusServer> StartPrometheusAsync(ConsoleProcess console, string name) =>
        PrometheusServer.StartAsync(console.Address, _folder.File(name), Path.Combine(s_data, "prometheus-rules.yml"));

    private static async Task<string> PageAsync(ConsoleProcess console)
    {
        var (code, body) = await console.TryGetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, code);
        return body;
    }

    private static async Task<string> CurlAsync(Uri page)
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", ["-sf", page.ToString()]) { RedirectStandardOutput = true })!;
        var body = await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, curl.ExitCode);
        return body;
    }
}
