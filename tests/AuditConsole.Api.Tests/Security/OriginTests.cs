using System.Net;
using AuditConsole.Api.Tests.Support;

namespace AuditConsole.Api.Tests.Security;

public sealed class OriginTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    [Theory]
    [InlineData("http://elsewhere.example")]
    [InlineData("https://localhost")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://localhost.elsewhere.example")]
    [InlineData("null")]
    public async Task Origin_OfAnotherSite_Is403(string origin)
    {
        using var answer = await SendAsync(origin: origin);

        Assert.Contains(origin, await answer.ProblemAsync(HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://localhost")]
    public async Task Origin_OfTheConsoleItself_IsAnswered(string? origin)
    {
        await console.WaitForFirstSampleAsync();
        using var answer = await SendAsync(origin: origin);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("elsewhere.example", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1.elsewhere.example", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1:5180", HttpStatusCode.OK)]
    [InlineData("[::1]:5180", HttpStatusCode.OK)]
    [InlineData("localhost:5180", HttpStatusCode.OK)]
    public async Task HostHeader_IsTheConsolesOwnOrRefused(string host, HttpStatusCode status)
    {
        await console.WaitForFirstSampleAsync();
        using var answer = await SendAsync(host: host);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/livez")]
    [InlineData("/nothing")]
    public async Task Answers_CarryTheHeadersThatKeepOthersOut(string route)
    {
        using var client = console.CreateClient();
        using var answer = await client.GetAsync(route, TestContext.Current.CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy.Split(';').Single(part => part.Contains("script-src", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    private async Task<HttpResponseMessage> SendAsync(string? origin = null, string? host = null)
    {
        using var client = console.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{ConsoleFactory.HostRoute}/status");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        request.Headers.Host = host;
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
