using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuditConsole.Alerts;
using AuditConsole.Alerts.Delivery;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Tests.Support;

namespace AuditConsole.Api.Tests.Alerts;

/// <summary>What is posted is taken by a real Alertmanager, and means there what it should.</summary>
public sealed partial class AlertmanagerTests
{
    private const string Program = "/usr/bin/prometheus-alertmanager";

    [Fact]
    public async Task Alert_FiringAndResolved_IsActiveThereAndThenNot()
    {
        Assert.SkipUnless(File.Exists(Program), "Alertmanager is not installed (Debian: prometheus-alertmanager); tests/run installs it as root.");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("config.yml"), "route: {receiver: none}\nreceivers: [{name: none}]\n", TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo(Program, [$"--config.file={folder.File("config.yml")}", $"--storage.path={folder.File("data")}", "--web.listen-address=127.0.0.1:0", "--cluster.listen-address="]) { RedirectStandardError = true })!;
        try
        {
            var address = await AddressAsync(process);
            await using var harness = new DeliveryHarness(new Uri(address, "api/v2/alerts"), WebhookFormat.Alertmanager);
            // The server has a clock of its own.
            harness.Clock.Advance(TimeProvider.System.GetUtcNow() - harness.Clock.GetUtcNow());
            harness.Began = harness.Clock.GetUtcNow();
            harness.Delivery.Put(harness.Notice(1));
            harness.Delivery.Put(AlertNotice.Test(DeliveryHarness.Host, harness.Clock.GetUtcNow()));
            await harness.UntilAsync(state => state.Delivered == 2);

            var active = await ActiveAsync(address);
            var lost = Assert.Single(active, alert => alert.GetProperty("labels").Text("alertname") == "AuditLost");
            Assert.Equal((2, "active"), (active.Count, lost.GetProperty("status").Text("state")));
            Assert.Equal("37 records lost in the last 10 min.", lost.GetProperty("annotations").Text("description"));

            harness.Delivery.Put(harness.Notice(1, ToldPhase.Resolved));
            await harness.UntilAsync(state => state.Delivered == 3);

            Assert.DoesNotContain(await ActiveAsync(address), alert => alert.GetProperty("labels").Text("alertname") == "AuditLost");
            Assert.Equal(0, harness.Delivery.State.Refused);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<List<JsonElement>> ActiveAsync(Uri address)
    {
        using var http = new HttpClient();
        return [.. (await http.GetFromJsonAsync<JsonElement>(new Uri(address, "api/v2/alerts"), TestContext.Current.CancellationToken)).EnumerateArray()];
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Listening().Match(line) is { Success: true } found)
            {
                // What nobody reads would block it in the end.
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return new Uri($"http://{found.Groups[1].Value}");
            }
        }

        throw new InvalidOperationException("Alertmanager ended before it listened.");
    }

    [GeneratedRegex("(?:address=|Listening on\" address=)(127\\.0\\.0\\.1:[1-9][0-9]*)")]
    private static partial Regex Listening();
}
