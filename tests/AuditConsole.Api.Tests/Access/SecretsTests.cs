using System.Collections.Concurrent;
using AuditConsole.Access;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Monitoring.History;
using Microsoft.Extensions.Logging;

namespace AuditConsole.Api.Tests.Access;

/// <summary>Nothing that opens anything is in what is logged or kept as activity, at whatever level.</summary>
public sealed class SecretsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Secrets_AreInNoLogAndNoActivity()
    {
        using var logs = new KeptLogs();
        await using var console = new SignedConsole(logs);
        await console.WaitForFirstSampleAsync();
        using var browser = console.Browser();
        const string Password = "a password to be looked for";
        const string Wrong = "a wrong password that was typed";
        const string WrongToken = "ac_thisisnotatokenofanybodybutisalmostone00";
        var link = console.File.Links.CreateForFirst();
        using var made = await SignedConsole.SendFormAsync(browser, $"/setup?token={link}", ("name", "ada"), ("password", Password), ("again", Password));
        var cookie = made.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("auditconsole=", StringComparison.Ordinal)).Split(';')[0]["auditconsole=".Length..];
        using var refused = await SignedConsole.SignInAsync(console.Browser(), "ada", Wrong);
        using var again = await SignedConsole.SignInAsync(console.Browser(), "ada", Password);
        var token = console.File.Tokens.Create("grafana", ConsoleRole.Operator, null, "ada");
        foreach (var sent in new[] { token, WrongToken, SignedConsole.BootstrapToken })
        {
            using var program = console.Program(sent);
            using var hosts = await program.GetAsync("/api/v1/hosts", Token);
            using var note = await program.SendJsonAsync($"{ConsoleFactory.HostRoute}/activity", """{"text":"told"}""");
        }

        using var signedIn = await browser.GetAsync("/api/v1/hosts", Token);
        await using (var hub = console.HubWith(token))
        {
            await hub.StartAsync(Token);
        }

        await console.SampleAsync();
        var activity = (await console.History.ActivityAsync(ConsoleFactory.Host, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 1000, Token)).Select(entry => $"{entry}");
        var told = string.Join('\n', logs.Lines.Concat(activity));

        Assert.True(signedIn.IsSuccessStatusCode);
        Assert.Contains("Executing endpoint", told, StringComparison.Ordinal);
        Assert.Contains("ada signed in with a password", told, StringComparison.Ordinal);
        Assert.All([Password, Wrong, token, WrongToken, SignedConsole.BootstrapToken, cookie, link], secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
        // As it stands in a form.
        Assert.DoesNotContain(Password.Replace(' ', '+'), told, StringComparison.Ordinal);
    }

    private sealed class KeptLogs : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "")}");

        public void Dispose()
        {
        }
    }
}
