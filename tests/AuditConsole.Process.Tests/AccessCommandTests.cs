using System.Net;
using System.Net.Http.Headers;

namespace AuditConsole.Processes.Tests;

/// <summary>Accounts and tokens from the command line.</summary>
public sealed class AccessCommandTests : IDisposable
{
    private readonly TemporaryFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Accounts_MadeChangedAndRemoved_AreListedAndInTheActivity()
    {
        var added = await RunAsync("user", "add", "alice", "--role", "admin");
        await RunAsync("user", "lock", "ALICE");
        var listed = await RunAsync("user", "list");
        var twice = await RunAsync("user", "add", "Alice");
        var unknown = await RunAsync("user", "remove", "bob");
        var verified = await RunAsync("activity", "verify", "--json");

        Assert.Matches(@"^http://127\.0\.0\.1:5180/setup\?token=\S+\n$", added.Output);
        Assert.Contains("was made, as admin", added.Error, StringComparison.Ordinal);
        Assert.Matches(@"\nalice +admin +true +false +\d{4}-", listed.Output);
        Assert.Equal((2, 2), (twice.ExitCode, unknown.ExitCode));
        Assert.Contains("There is no account \"bob\"", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("\"entries\":2", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_Made_IsTakenByAConsoleThatAsksForOne_UntilItIsRevoked()
    {
        var secret = (await RunAsync("token", "create", "grafana", "--role", "viewer")).Output.Trim();

        Assert.StartsWith("ac_", secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await RunAsync("token", "list")).Output, StringComparison.Ordinal);
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may watch this machine's kernel, and the engine on loopback asks nobody for a token.");

        await using var console = await ConsoleProcess.StartAsync([], _state.Path, "--AuditConsole:Source=kernel", "--AuditConsole:Poll:Mode=observe");
        Assert.Equal(HttpStatusCode.OK, await GetAsync(console, secret));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(console, secret + "x"));
        await RunAsync("token", "revoke", "grafana");
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(console, secret));
    }

    private static async Task<HttpStatusCode> GetAsync(ConsoleProcess console, string token)
    {
        using var http = new HttpClient { BaseAddress = console.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync(new Uri("/api/v1/hosts", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private Task<Ended> RunAsync(params string[] words) => ConsoleProgram.RunAsync([.. words, $"--AuditConsole:StateDirectory={_state.Path}"]);
}
