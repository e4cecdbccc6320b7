using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace AuditConsole.Tests.Support.Processes;

/// <summary>A running console, asked over HTTP on a free port of 127.0.0.1. It is killed where a test leaves it running.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http = new();

    private ConsoleProcess(Process process, string stateDirectory)
    {
        _process = process;
        StateDirectory = stateDirectory;
        _http.DefaultRequestHeaders.Authorization = new("Bearer", ConsoleProgram.Token);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Where it listens.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>Its state folder.</summary>
    public string StateDirectory { get; }

    /// <summary>What it printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a console on the engine.</summary>
    public static Task<ConsoleProcess> StartEngineAsync(string stateDirectory, params string[] arguments) =>
        StartAsync([], stateDirectory, ["--AuditConsole:Source=engine", .. arguments]);

    /// <summary>Starts a console and waits until it listens.</summary>
    /// <param name="under">A program that becomes the console, such as <c>setpriv</c>; empty for none.</param>
    /// <param name="stateDirectory">Its state folder.</param>
    /// <param name="arguments">Further settings.</param>
    public static async Task<ConsoleProcess> StartAsync(string[] under, string stateDirectory, params string[] arguments)
    {
        var console = new ConsoleProcess(
            ConsoleProgram.Begin(under, ["--urls", "http://127.0.0.1:0", $"--AuditConsole:StateDirectory={stateDirectory}", .. arguments]),
            stateDirectory);
        var ended = console._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(console._address.Task, ended) == ended)
        {
            Assert.Fail($"The console ended with {console._process.ExitCode}:\n{console.Output}");
        }

        console._http.BaseAddress = new Uri(await console._address.Task);
        return console;
    }

    public async Task<JsonElement> GetAsync(string route)
    {
        var (code, body) = await TryGetAsync(route);
        Assert.True(code == HttpStatusCode.OK, $"{route} answered {code}: {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    public async Task<(HttpStatusCode Code, string Body)> TryGetAsync(string route)
    {
        using var response = await _http.GetAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<(HttpStatusCode Code, JsonElement Body)> PostAsync(string route, string json = "{}") => SendAsync(HttpMethod.Post, route, json);

    public Task<(HttpStatusCode Code, JsonElement Body)> PatchAsync(string route, string json) => SendAsync(HttpMethod.Patch, route, json);

    /// <summary>The state of the host at this moment, once there is one.</summary>
    public Task<JsonElement> StatusAsync(string host) => StatusAsync(host, _ => true);

    /// <summary>The first state of the host that is as asked for.</summary>
    public async Task<JsonElement> StatusAsync(string host, Func<JsonElement, bool> isMeant)
    {
        var json = await Eventually.GetAsync(
            async () =>
            {
                var (code, body) = await TryGetAsync($"/api/v1/hosts/{host}/status");
                return code == HttpStatusCode.OK && isMeant(JsonDocument.Parse(body).RootElement) ? body : null;
            },
            $"status of {host} as asked for");
        return JsonDocument.Parse(json).RootElement;
    }

    /// <summary>All windows of the last day.</summary>
    public async Task<IReadOnlyList<Poll>> PollsAsync(string host) =>
        [.. (await GetAsync($"/api/v1/hosts/{host}/polls?points=20000")).GetProperty("polls").EnumerateArray().Select(poll => new Poll(poll.GetRawText()))];

    /// <summary>The next window that closes from here on.</summary>
    public async Task<Poll> NextPollAsync(string host)
    {
        var last = await PollsAsync(host) is [.., var newest] ? newest.Seq : 0;
        return await Eventually.GetAsync(async () => (await PollsAsync(host)).FirstOrDefault(poll => poll.Seq > last), "closed window");
    }

    /// <summary>The window that a moment lies in, once it has closed.</summary>
    public Task<Poll> PollOfAsync(string host, DateTimeOffset at) => Eventually.GetAsync(
        async () => (await PollsAsync(host)).FirstOrDefault(poll => poll.From <= at && at < poll.To), $"closed window around {at:O}");

    /// <summary>Ends it as a crash would.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("/bin/kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _http.Dispose();
    }

    private async Task<(HttpStatusCode Code, JsonElement Body)> SendAsync(HttpMethod method, string route, string json)
    {
        using var request = new HttpRequestMessage(method, new Uri(route, UriKind.Relative)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _address.TrySetResult(line[(at + Listening.Length)..]);
        }
    }
}
