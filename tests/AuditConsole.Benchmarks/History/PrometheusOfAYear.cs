using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AuditConsole.Benchmarks.History;

/// <summary>A Prometheus on 127.0.0.1 that holds the peaks of the same windows, one sample each.</summary>
internal sealed class PrometheusOfAYear : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusOfAYear(Process process, HttpClient http) => (_process, _http) = (process, http);

    public static async Task<PrometheusOfAYear> StartAsync(string folder, SyntheticWindows windows, int count)
    {
        var text = Path.Combine(folder, "peaks.om");
        await using (var writer = File.CreateText(text))
        {
            await writer.WriteLineAsync("# TYPE linux_audit_backlog_peak gauge");
            for (var place = 0; place < count; place++)
            {
                var window = windows.At(place);
                await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"linux_audit_backlog_peak{{host=\"db-7\"}} {window.Peak} {window.To.ToUnixTimeSeconds()}"));
            }

            await writer.WriteLineAsync("# EOF");
        }

        var data = Path.Combine(folder, "prometheus");
        using (var import = Process.Start(new ProcessStartInfo("promtool", ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=744h", "-q", text, data]) { RedirectStandardOutput = true })!)
        {
            await import.StandardOutput.ReadToEndAsync();
            await import.WaitForExitAsync();
        }

        File.Delete(text);
        Console.WriteLine($"Prometheus: {(double)new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / count:0.0} bytes a sample.\n");
        var settings = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(settings, "");
        var address = $"127.0.0.1:{FreePort()}";
        var process = Process.Start(new ProcessStartInfo(
            "prometheus",
            [$"--config.file={settings}", $"--storage.tsdb.path={data}", "--storage.tsdb.retention.time=100y", $"--web.listen-address={address}", "--log.level=error"]))!;
        var http = new HttpClient { BaseAddress = new Uri($"http://{address}"), Timeout = TimeSpan.FromMinutes(1) };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await IsReadyAsync(http, patience.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);
        }

        return new PrometheusOfAYear(process, http);
    }

    public async Task QueryAsync(DateTimeOffset from, DateTimeOffset to)
    {
        var step = Math.Max(1, Math.Ceiling((to - from).TotalSeconds / HistoryLoad.Points));
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v1/query_range?query=max_over_time(linux_audit_backlog_peak[{step}s])&start={from.ToUnixTimeSeconds()}&end={to.ToUnixTimeSeconds()}&step={step}");
        var answer = await _http.GetStringAsync(query);
        if (!answer.Contains("\"values\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Prometheus found nothing: {answer}");
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var ready = await http.GetAsync("/-/ready", cancellationToken);
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
