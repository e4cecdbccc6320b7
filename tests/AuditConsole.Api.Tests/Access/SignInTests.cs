using System.Net;
using AuditConsole.Access;
using AuditConsole.Access.Http;
using AuditConsole.Access.Storage;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Monitoring.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Api.Tests.Access;

public sealed class SignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Setup_MakesTheFirstAdminOnceAndSignsIn()
    {
        await using var console = new SignedConsole();
        await console.WaitForFirstSampleAsync();
        using var browser = console.Browser();
        using var other = console.Browser();
        var page = $"/setup?token={console.File.Links.CreateForFirst()}";

        using var differing = await SignedConsole.SendFormAsync(browser, page, ("name", "ada"), ("password", SignedConsole.Password), ("again", "another password"));
        Assert.Contains("differ", await differing.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var made = await SignedConsole.SendFormAsync(browser, page, ("name", "ada"), ("password", SignedConsole.Password), ("again", SignedConsole.Password));
        using var again = await SignedConsole.SendFormAsync(other, page, ("name", "eve"), ("password", SignedConsole.Password), ("again", SignedConsole.Password));

        Assert.Equal((HttpStatusCode.Redirect, "/"), (made.StatusCode, PathOf(made)));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/hosts", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/v1/hosts", Token)).StatusCode);
        Assert.Contains("This link does not work", await other.GetStringAsync(page, Token), StringComparison.Ordinal);
        Assert.Equal(("ada", ConsoleRole.Admin), Assert.Single(console.File.Accounts.List().Select(account => (account.Name, account.Role))));
        await console.SampleAsync();
        var entry = Assert.Single(await ActivityAsync(console));
        Assert.Equal(("ada", "this process, page", "ada signed in with a one-time link, which set the password, as admin."), (entry.Actor, entry.Origin, entry.Text));
    }

    [Fact(Timeout = 60_000)]
    public async Task SignIn_WithThePassword_LeadsWhereOneWanted()
    {
        await using var console = await StartAsync();
        using var browser = console.Browser();
        using var wanted = await browser.GetAsync("/history?range=1h", Token);
        var page = wanted.Headers.Location!.OriginalString;

        using var wrong = await SignedConsole.SignInAsync(browser, "a-Viewer", "wrong password!", page);
        Assert.Contains("do not fit", await wrong.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/hosts", Token)).StatusCode);
        using var right = await SignedConsole.SignInAsync(browser, "A-VIEWER", page: page);

        Assert.Equal((HttpStatusCode.Redirect, "/history?range=1h"), (right.StatusCode, PathOf(right)));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/hosts", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/metrics", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync($"{ConsoleFactory.HostRoute}/lost/reset", null, Token)).StatusCode);
        var cookie = right.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("auditconsole=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("//elsewhere.example")]
    [InlineData("https://elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    public async Task SignIn_LeadsNowhereElse(string wanted)
    {
        await using var console = await StartAsync();
        using var browser = console.Browser();

        using var answer = await SignedConsole.SignInAsync(browser, "a-Viewer", page: $"/sign-in?return={Uri.EscapeDataString(wanted)}");

        Assert.Equal("/", PathOf(answer));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("role")]
    [InlineData("lock")]
    [InlineData("password")]
    [InlineData("sign-out")]
    public async Task Session_ThatHasEnded_IsNotLetIn(string how)
    {
        await using var console = await StartAsync();
        using var browser = console.Browser();
        using var signedIn = await SignedConsole.SignInAsync(browser, "a-Operator");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/hosts", Token)).StatusCode);
        var account = console.File.Accounts.Find("a-Operator")!;

        switch (how)
        {
            case "role": console.File.Accounts.SetRole(account.Id, ConsoleRole.Admin); break;
            case "lock": console.File.Accounts.SetBlocked(account.Id, true); break;
            case "password": console.File.Accounts.SetPassword(account.Id, "another password"); break;
            default: console.File.Sessions.End(Assert.Single(console.File.Sessions.List(account.Id)).Id); break;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/hosts", Token)).StatusCode);
        using var again = await SignedConsole.SignInAsync(browser, "a-Operator");
        Assert.Equal(how is "lock" or "password" ? HttpStatusCode.OK : HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Cookie_OfAnotherConsole_IsNotLetIn()
    {
        await using var console = await StartAsync();
        await using var foreign = await StartAsync();
        using var browser = foreign.Browser();
        using var signedIn = await SignedConsole.SignInAsync(browser, "a-Admin");
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("auditconsole=", StringComparison.Ordinal)).Split(';')[0];
        using var thief = console.CreateDefaultClient();
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        using var owner = foreign.CreateDefaultClient();
        owner.DefaultRequestHeaders.Add("Cookie", cookie);

        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/v1/hosts", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/api/v1/hosts", Token)).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Form_SentByAnotherSite_ChangesNothing()
    {
        await using var console = await StartAsync();
        using var browser = console.Browser();
        await browser.GetStringAsync("/sign-in", Token);
        var fields = SignedConsole.Form(("_handler", "sign-in"), ("name", "a-Admin"), ("password", SignedConsole.Password));

        using var forged = await browser.PostAsync("/sign-in", fields, Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = SignedConsole.Form(("_handler", "sign-in")) };
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var foreign = await browser.SendAsync(request, Token);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Forbidden), (forged.StatusCode, foreign.StatusCode));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/hosts", Token)).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task SignIns_BeyondTenAMinute_WaitAndAreToldInOneEntry()
    {
        await using var console = await StartAsync();
        using var browser = console.Browser();
        HttpResponseMessage answer = null!;
        for (var i = 0; i <= AccessLimits.SignInsOfAddress; i++)
        {
            answer = await SignedConsole.SignInAsync(browser, "a-Admin", "wrong password!");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        await console.PassAsync(TimeSpan.FromMinutes(1.1));
        for (var tries = 0; tries < 100 && (await ActivityAsync(console)).Count < 2; tries++)
        {
            await console.SampleAsync();
        }

        var entries = (await ActivityAsync(console)).OrderBy(entry => entry.At).Select(entry => entry.Text);
        Assert.Equal(["A sign-in as a-Admin failed.", "9 more sign-ins as a-Admin failed within the minute, the last from here."], entries);
    }

    // What is given back meanwhile is a fifth of it each second.
    [Fact(Timeout = 60_000)]
    public async Task Requests_BeyondWhatOneCallerMayMake_WaitAndOthersDoNot()
    {
        await using var console = await StartAsync();
        using var hasty = console.Program(ConsoleRole.Viewer);
        using var other = console.Program(ConsoleRole.Viewer);
        HttpResponseMessage answer = null!;
        for (var i = 0; i < 20_000 && answer?.StatusCode != HttpStatusCode.TooManyRequests; i++)
        {
            answer = await hasty.GetAsync("/css/none.css", Token);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await hasty.GetAsync("/livez", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/hosts", Token)).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Name_ThatIsUnknown_IsRefusedInTheSameWordsAndNotRepeated()
    {
        await using var console = await StartAsync();
        using var browser = console.Browser();

        using var unknown = await SignedConsole.SignInAsync(browser, "my-password-in-the-wrong-field");
        using var known = await SignedConsole.SignInAsync(browser, "a-Admin", "wrong password!");
        await console.SampleAsync();

        Assert.Contains("do not fit", await unknown.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("do not fit", await known.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain(await ActivityAsync(console), entry => entry.Sentence.Contains("wrong-field", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Account_AfterTenWrongPasswords_IsLockedForTenMinutes()
    {
        await using var console = await StartAsync();
        using var scope = console.Services.CreateScope();
        var identity = scope.ServiceProvider.GetRequiredService<SignInManager<Account>>();
        async Task<SignInResult> TryAsync(string password) => await identity.CheckPasswordSignInAsync(console.File.Accounts.Find("a-Viewer")!, password, lockoutOnFailure: true);
        for (var i = 1; i < 10; i++)
        {
            Assert.Equal(SignInResult.Failed, await TryAsync("wrong password!"));
        }

        Assert.True((await TryAsync("wrong password!")).IsLockedOut);
        Assert.True((await TryAsync(SignedConsole.Password)).IsLockedOut);
        await console.PassAsync(TimeSpan.FromMinutes(10));
        Assert.True((await TryAsync(SignedConsole.Password)).Succeeded);
        Assert.Equal(0, console.File.Accounts.Find("a-Viewer")!.Failures);
    }

    private static string PathOf(HttpResponseMessage redirect)
    {
        var to = new Uri(new Uri("http://localhost"), redirect.Headers.Location!);
        Assert.Equal("http://localhost", to.GetLeftPart(UriPartial.Authority));
        return to.PathAndQuery;
    }

    internal static async Task<SignedConsole> StartAsync()
    {
        var console = new SignedConsole();
        await console.WaitForFirstSampleAsync();
        console.AddAccounts();
        return console;
    }

    private static async Task<IReadOnlyList<Activity>> ActivityAsync(SignedConsole console) =>
        [.. (await console.History.ActivityAsync(ConsoleFactory.Host, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 1000, Token)).Where(entry => entry.Kind == ActivityKind.Access)];
}
