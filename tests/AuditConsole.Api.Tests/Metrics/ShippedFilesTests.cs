using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Metrics;

/// <summary>What is shipped for Prometheus and Grafana, against the real page.</summary>
public sealed partial class ShippedFilesTests
{
    private static readonly string s_deploy = Path.Combine(Repository(), "deploy");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rules_PassTheirTests()
    {
        using var promtool = Promtool("test", "rules", Path.Combine(s_deploy, "prometheus-rules.test.yml"));

        await AssertPassesAsync(promtool);
    }

    [Fact]
    public async Task Rules_AreRules()
    {
        using var promtool = Promtool("check", "rules", Path.Combine(s_deploy, "prometheus-rules.yml"));

        await AssertPassesAsync(promtool);
    }

    [Fact]
    public async Task EveryRule_IsTestedSilentAndFiring()
    {
        var rules = AlertName().Matches(await File.ReadAllTextAsync(Path.Combine(s_deploy, "prometheus-rules.yml"), Token)).Select(match => match.Groups[1].Value).Distinct().ToList();
        var tests = await File.ReadAllTextAsync(Path.Combine(s_deploy, "prometheus-rules.test.yml"), Token);

        Assert.True(rules.Count >= 8);
        Assert.All(rules, rule =>
        {
            Assert.Contains($"alertname: {rule}, exp_alerts: []", tests, StringComparison.Ordinal);
            Assert.Matches($"alertname: {rule}\n +exp_alerts:\n +- exp_labels:", tests);
        });
    }

    [Theory]
    [InlineData("prometheus-rules.yml", 10)]
    [InlineData("prometheus-rules.test.yml", 10)]
    [InlineData("grafana-dashboard.json", 10)]
    public async Task EveryMetric_ThatIsNamed_IsOnThePage(string file, int fewest)
    {
        await using var console = await ConsoleFactory.StartAsync(("AuditConsole:Poll:Interval", "00:00:01"));
        await console.PollAsync();
        using var client = console.CreateClient();
        var page = await client.GetStringAsync("/metrics", Token);
        var offered = page.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('{', ' ')[0]).ToHashSet();

        var named = Metric().Matches(await File.ReadAllTextAsync(Path.Combine(s_deploy, file), Token)).Select(match => match.Value).Distinct().ToList();

        Assert.True(named.Count >= fewest, $"Only {named.Count} metrics are named.");
        Assert.Empty(named.Except(offered));
    }

    [Fact]
    public async Task Dashboard_ReadsOneChosenSourceAndNeverAMeanOfPeaks()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(s_deploy, "grafana-dashboard.json"), Token));
        var dashboard = file.RootElement;
        var panels = dashboard.GetProperty("panels").EnumerateArray().ToList();
        var targets = panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).ToList();

        Assert.Equal("auditconsole-backlog", dashboard.GetProperty("uid").GetString());
        Assert.Equal(["DS_PROMETHEUS", "host"], dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()));
        Assert.All(panels.Concat(targets), part => Assert.Equal("${DS_PROMETHEUS}", part.GetProperty("datasource").GetProperty("uid").GetString()));
        Assert.All(targets, target =>
        {
            var expression = target.GetProperty("expr").GetString()!;
            Assert.Contains("host=~\"$host\"", expression, StringComparison.Ordinal);
            Assert.DoesNotContain("avg", expression, StringComparison.Ordinal);
        });
        Assert.Contains("linux_audit_resets_total", dashboard.GetProperty("annotations").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
    }

    [GeneratedRegex(@"\b(?:linux_audit|auditconsole)_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AuditConsole.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds AuditConsole.sln.");
        }

        return folder.FullName;
    }

    private static Process Promtool(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("promtool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("promtool is not installed; the Debian package prometheus has it.");
            throw;
        }
    }

    private static async Task AssertPassesAsync(Process promtool)
    {
        var said = await promtool.StandardOutput.ReadToEndAsync(Token) + await promtool.StandardError.ReadToEndAsync(Token);
        await promtool.WaitForExitAsync(Token);
        Assert.True(promtool.ExitCode == 0, said);
    }
}
