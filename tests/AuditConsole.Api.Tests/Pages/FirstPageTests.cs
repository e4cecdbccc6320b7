using System.Net;
using System.Text.RegularExpressions;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Pages;

public sealed partial class FirstPageTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Links_OfTheFirstPage_AreAllServed()
    {
        using var client = console.CreateClient();
        var page = await client.GetStringAsync("/", Token);
        var links = Link().Matches(page).Concat(ImportMapEntry().Matches(page)).Select(match => match.Groups[1].Value).Where(link => link != "/").Distinct().ToList();

        Assert.Contains(links, link => link.Contains("blazor.web", StringComparison.Ordinal));
        Assert.Contains(links, link => link.EndsWith(".css", StringComparison.Ordinal));
        foreach (var link in links)
        {
            using var answer = await client.GetAsync(new Uri(new Uri(client.BaseAddress!, "/"), link), Token);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{link}: {answer.StatusCode}");
            Assert.True((await answer.Content.ReadAsByteArrayAsync(Token)).Length > 0, $"{link} is empty");
        }
    }

    [Theory]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/lib/inter-latin-wght-normal.woff2", "font/woff2")]
    [InlineData("/css/console.css", "text/css")]
    [InlineData("/js/theme.js", "text/javascript")]
    [InlineData("/js/shell.js", "text/javascript")]
    [InlineData("/js/visibility.js", "text/javascript")]
    [InlineData("/js/charts/live.js", "text/javascript")]
    [InlineData("/js/charts/peaks.js", "text/javascript")]
    [InlineData("/js/charts/lab.js", "text/javascript")]
    public async Task Asset_IsServedWithItsType(string route, string type)
    {
        using var client = console.CreateClient();

        using var answer = await client.GetAsync(route, Token);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task InlineScript_OfTheFirstPage_CarriesTheNonceOfItsPolicy()
    {
        using var client = console.CreateClient();
        using var answer = await client.GetAsync("/", Token);
        var nonce = Nonce().Match(Assert.Single(answer.Headers.GetValues("Content-Security-Policy"))).Groups[1].Value;

        var inline = InlineScript().Matches(await answer.Content.ReadAsStringAsync(Token));

        Assert.NotEqual("", nonce);
        Assert.NotEmpty(inline);
        Assert.All(inline, script => Assert.Contains($"nonce=\"{nonce}\"", WebUtility.HtmlDecode(script.Value), StringComparison.Ordinal));
    }

    [GeneratedRegex("(?:href|src)=\"([^\"#]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(": \"(\\./[^\"]+)\"")]
    private static partial Regex ImportMapEntry();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script(?![^>]*\\bsrc=)[^>]*>")]
    private static partial Regex InlineScript();
}
