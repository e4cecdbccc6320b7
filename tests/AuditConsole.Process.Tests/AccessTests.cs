using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace AuditConsole.Processes.Tests;

/// <summary>What only a real server shows: its limits, its listeners, proxies before it, and what it prints.</summary>
public sealed class AccessTests : IDisposable
{
    private const string Link = "/setup?token=";
    private readonly TemporaryFolder _state = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task SetupLink_IsPrintedOnceAndReplacedAtEachStart()
    {
        string first;
        await using (var console = await StartAsync())
        {
            first = await LinkAsync(console);
            Assert.Contains("Make the first account", await BodyAsync(console, first), StringComparison.Ordinal);
        }

        await using var again = await StartAsync();
        var second = await LinkAsync(again);

        Assert.Equal(2, again.Output.Split(Link).Length);
        Assert.NotEqual(first, second);
        Assert.Contains("This link does not work", await BodyAsync(again, first), StringComparison.Ordinal);
        Assert.Contains("Make the first account", await BodyAsync(again, second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_OnLoopback_AsksNobodyAndKeepsNoAccounts()
    {
        await using var console = await ConsoleProcess.StartEngineAsync(_state.Path);
        using var answer = await _http.GetAsync(new Uri(console.Address, "/api/v1/hosts"), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(Link, console.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_state.Path, "access.db")));
    }

    [Fact]
    public async Task Body_OfAMegabyte_IsRefused()
    {
        await using var console = await StartAsync();
        await console.StatusAsync("engine");
        using var note = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"text":"x","at":"{{new string(' ', 1_000_000)}}"}"""));
        note.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(console.Address, "/api/v1/hosts/engine/activity")) { Content = note };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ConsoleProgram.Token);
        // Else the server ends the connection before the client has sent everything and listens.
        request.Headers.ExpectContinue = true;

        using var answer = await _http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    /// <remarks><c>AUDITCONSOLE_ATTACK_CONNECTIONS</c> says how many; 100 without it. 10,000 need a limit of open files above that.</remarks>
    [Fact]
    public async Task Connections_ThatSendNothingOrHalfARequest_KeepNobodyOut()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("AUDITCONSOLE_ATTACK_CONNECTIONS"), CultureInfo.InvariantCulture, out var given) ? given : 100;
        await using var console = await StartAsync();
        var half = Encoding.ASCII.GetBytes("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n");
        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, console.Address.Port, Token);
                if (i % 2 == 0)
                {
                    await socket.SendAsync(half, Token);
                }
            }

            var (code, _) = await console.TryGetAsync("/livez");
            var (known, _) = await console.TryGetAsync("/api/v1/hosts");

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (code, known));
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Proxy_ThatIsTrusted_SpeaksForTheBrowserBehindIt()
    {
        await using var console = await StartAsync("--AuditConsole:Auth:TrustedProxies=127.0.0.1", "--AllowedHosts=audit.example.org");

        using var secure = await ThroughProxyAsync(console, "https");
        using var plain = await ThroughProxyAsync(console, "http");
        using var own = await _http.GetAsync(new Uri(console.Address, "/livez"), Token);

        Assert.Equal(HttpStatusCode.OK, secure.StatusCode);
        Assert.Contains("max-age=31536000", Assert.Single(secure.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.Contains("secure", Assert.Single(secure.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Forbidden, plain.StatusCode);
        Assert.Contains("X-Forwarded-Proto: https", await plain.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Proxy_ThatIsNotTrusted_IsNotListenedTo()
    {
        await using var console = await StartAsync("--AllowedHosts=audit.example.org");

        using var answer = await ThroughProxyAsync(console, "https");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    private Task<ConsoleProcess> StartAsync(params string[] settings) => ConsoleProcess.StartEngineAsync(_state.Path, ["--AuditConsole:Auth:SignIn=always", .. settings]);

    private Task<HttpResponseMessage> ThroughProxyAsync(ConsoleProcess console, string scheme)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(console.Address, "/sign-in"));
        request.Headers.Host = "audit.example.org";
        request.Headers.Add("X-Forwarded-For", "192.0.2.7");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        return _http.SendAsync(request, Token);
    }

    private async Task<string> BodyAsync(ConsoleProcess console, string path)
    {
        using var answer = await _http.GetAsync(new Uri(console.Address, path), Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    // Printed a moment after the server says that it listens.
    private static async Task<string> LinkAsync(ConsoleProcess console)
    {
        await Eventually.HoldsAsync(() => Task.FromResult(console.Output.IndexOf(Link, StringComparison.Ordinal) is >= 0 and var at && console.Output.IndexOf('\n', at) > 0), "setup link");
        return console.Output[console.Output.IndexOf(Link, StringComparison.Ordinal)..].Split('\n', '\r')[0].Trim();
    }
}
