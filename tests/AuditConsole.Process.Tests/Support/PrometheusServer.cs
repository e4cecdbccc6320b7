using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AuditConsole.Processes.Tests.Support;

/// <summary>A Prometheus that scrapes one console every second, on a free port of 127.0.0.1, with its data in a folder that goes with the test.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private const string Listening = "msg=\"Listening on\" address=";

    // Until it says so, it listens and answers that it is not available.
    private const string Ready = "msg=\"Server is ready to receive web requests.\"";

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http = new();

    private PrometheusServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts one; skips the test where the program is not installed.</summary>
    /// <param name="console">What to scrape.</param>
    /// <param name="folder">For its configuration and data.</param>
    /// <param name="rules">A file of rules.</param>
    public static async Task<PrometheusServer> StartAsync(Uri console, string folder, string rules)
    {
        var configuration = Path.Combine(Directory.CreateDirectory(folder).FullName, "prometheus.yml");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [ "{{rules}}" ]
            scrape_configs:
              - job_name: auditconsole
                static_configs: [ { targets: [ "{{console.Authority}}" ] } ]
            """,
            TestContext.Current.CancellationToken);
        var server = new PrometheusServer(Begin(configuration, Path.Combine(folder, "data")));
        var ended = server._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(await Task.WhenAny(Task.WhenAll(server._address.Task, server._ready.Task), ended) != ended, "Prometheus ended before it was ready.");
        server._http.BaseAddress = new Uri($"http://{await server._address.Task}/api/v1/");
        return server;
    }

    /// <summary>The result of a query.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string expression)
    {
        using var answer = await _http.GetAsync(new Uri($"query?query={Uri.EscapeDataString(expression)}", UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{expression}: {body}");
        return [.. JsonDocument.Parse(body).RootElement.GetProperty("data").GetProperty("result").EnumerateArray()];
    }

    /// <summary>Each sample it has taken of the series that the selector names within five minutes.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset At, double Value)>> SamplesAsync(string selector) =>
    [
        .. (await QueryAsync($"{selector}[5m]")).SelectMany(series => series.GetProperty("values").EnumerateArray())
            .Select(sample => (DateTimeOffset.FromUnixTimeMilliseconds((long)(sample[0].GetDouble() * 1000)), Number(sample[1]))),
    ];

    /// <summary>The value of an expression that has one; <see langword="null"/> where it has none yet.</summary>
    public async Task<double?> ValueAsync(string expression) =>
        await QueryAsync(expression) is [var only] ? Number(only.GetProperty("value")[1]) : null;

    /// <summary>What its web API says under <paramref name="route"/>.</summary>
    public async Task<JsonElement> GetAsync(string route) =>
        JsonDocument.Parse(await _http.GetStringAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken)).RootElement.GetProperty("data");

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _http.Dispose();
    }

    private static double Number(JsonElement text) => double.Parse(text.GetString()!, CultureInfo.InvariantCulture);

    private static Process Begin(string configuration, string data)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(
                "prometheus", [$"--config.file={configuration}", $"--storage.tsdb.path={data}", "--web.listen-address=127.0.0.1:0", "--query.lookback-delta=5s"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Assert.Skip($"prometheus cannot be started ({e.Message}); it is the Debian package prometheus.");
            throw;
        }
    }

    private void Take(string? line)
    {
        if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _address.TrySetResult(line[(at + Listening.Length)..].Trim());
        }

        if (line?.Contains(Ready, StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }
}
