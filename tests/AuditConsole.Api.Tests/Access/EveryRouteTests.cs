using System.Net;
using AuditConsole.Access;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Monitoring.History;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Api.Tests.Access;

/// <summary>Somebody without the right to it asks every route there is. A new route is asked without anybody thinking of it.</summary>
public sealed class EveryRouteTests(SignedConsole console) : IClassFixture<SignedConsole>
{
    private static readonly string[] s_open = ["/livez", "/readyz", "/setup", "/sign-in"];

    // Reading may be done by any method of these; what a circuit does is demanded in the circuit.
    private static readonly string[] s_connections = ["/_blazor", "/hubs", "/_framework"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void OpenRoutes_AreTheseAndNoOthers()
    {
        var open = Routes().Where(each => each.Route.Metadata.GetMetadata<IAllowAnonymous>() is not null && !IsAsset(each.Route)).Select(each => each.Path).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(s_open, open);
    }

    [Fact]
    public async Task EveryOtherRoute_RefusesWhoeverIsNotKnown()
    {
        var expired = console.File.Tokens.Create($"e-{Guid.NewGuid():n}", ConsoleRole.Admin, TimeSpan.FromMilliseconds(1), "a test");
        await console.SampleAsync();
        var revoked = console.File.Tokens.Create("revoked", ConsoleRole.Admin, null, "a test");
        console.File.Tokens.Revoke("revoked");
        string?[] tokens = [null, "ac_0000000000000000000000000000000000000000000", expired, revoked, "", SignedConsole.BootstrapToken[..^1]];
        var asked = 0;
        foreach (var (route, path, method) in Routes().Where(each => each.Route.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            foreach (var token in tokens)
            {
                using var program = token is null ? console.Browser() : console.Program(token);
                using var answer = await SendAsync(program, method, path);
                var isPage = route.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && method is "GET" or "HEAD";
                var body = await answer.Content.ReadAsStringAsync(Token);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                {
                    // Refused before anything else, for having asked too often without being known: as good.
                    Assert.NotNull(answer.Headers.RetryAfter);
                }
                // A file that is not there is answered by the page that says so, which is a page like any other.
                else if ((isPage || route.DisplayName?.StartsWith("Fallback", StringComparison.Ordinal) == true) && answer.StatusCode == HttpStatusCode.Redirect)
                {
                    Assert.StartsWith("/sign-in", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
                    Assert.Equal("", body);
                }
                else
                {
                    Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized && !isPage, $"{route.DisplayName} {method} {path} with {token}: {answer.StatusCode} {body}");
                    Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
                }

                asked++;
            }
        }

        Assert.True(asked > 100, $"{asked} requests");
        Assert.All(await ActivityAsync(), entry => Assert.True(entry.Kind is ActivityKind.Started or ActivityKind.Access, entry.Sentence));
    }

    [Fact]
    public async Task EveryRoute_ThatChangesSomething_RefusesAViewer()
    {
        using var viewer = console.Program(ConsoleRole.Viewer);
        var refused = 0;
        foreach (var (route, path, method) in Routes().Where(each => !s_open.Contains(each.Path) && !IsAsset(each.Route) && !s_connections.Any(prefix => each.Path.StartsWith(prefix, StringComparison.Ordinal))))
        {
            using var answer = await SendAsync(viewer, method, path);
            if (method is "GET" or "HEAD")
            {
                Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
            }
            else
            {
                var isPage = route.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
                // A page has no forms but those of the sign-in: whatever is posted to it is bad, whoever posts it.
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden || (isPage && answer.StatusCode == HttpStatusCode.BadRequest), $"{method} {path}: {answer.StatusCode}");
                refused += isPage ? 0 : 1;
            }
        }

        Assert.True(refused >= 6, $"{refused} refused");
        Assert.All(await ActivityAsync(), entry => Assert.True(entry.Kind is ActivityKind.Started or ActivityKind.Access, entry.Sentence));
    }

    [Theory]
    [InlineData("""{"failure":2}""")]
    [InlineData("""{"backlog_limit":8192,"enabled":0}""")]
    public async Task ChangeOfFailureOrEnabled_IsAnAdmins(string body)
    {
        using var client = console.Program(ConsoleRole.Operator);

        using var refused = await client.PatchAsync($"{ConsoleFactory.HostRoute}/status", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);

        Assert.Contains("needs the role admin", await refused.ProblemAsync(HttpStatusCode.Forbidden), StringComparison.Ordinal);
        Assert.Equal(64u, console.Engine.BacklogLimit);
    }

    [Fact]
    public async Task AdminsPage_ForAViewer_IsItsFrameWith403()
    {
        using var viewer = console.Program(ConsoleRole.Viewer);
        using var admin = console.Program(ConsoleRole.Admin);

        using var refused = await viewer.GetAsync("/accounts", Token);
        using var shown = await admin.GetAsync("/accounts", Token);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused.StatusCode, shown.StatusCode));
        Assert.DoesNotContain("a-Admin", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readyz_TellsWhyOnlyToThoseWhoAreKnown()
    {
        await using var starting = new SignedConsole();
        using var anybody = starting.Browser();
        using var viewer = starting.Program(SignedConsole.BootstrapToken);
        await starting.SampleAsync();
        using var ready = await anybody.GetAsync("/readyz", Token);
        starting.StepWallClock(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains("engine has not answered", await viewer.ProblemAsync("/readyz", HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.DoesNotContain("engine", await anybody.ProblemAsync("/readyz", HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Activity>> ActivityAsync()
    {
        await console.SampleAsync();
        return await console.History.ActivityAsync(ConsoleFactory.Host, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10_000, Token);
    }

    private IEnumerable<(RouteEndpoint Route, string Path, string Method)> Routes() =>
        from route in console.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST", "PUT", "PATCH", "DELETE"]
        select (route, PathOf(route.RoutePattern), method);

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { Name: "host" } => ConsoleFactory.Host,
        RoutePatternParameterPart { Name: "rule" } => "backlog",
        _ => "x.y",
    }))));

    private static bool IsAsset(RouteEndpoint route) => route.Metadata.Any(metadata => metadata.GetType().Name == "StaticAssetDescriptor");

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT" or "PATCH")
        {
            request.Content = new StringContent("""{"kind":"baseline","text":"by an attacker","for_seconds":60,"backlog_limit":1}""", System.Text.Encoding.UTF8, "application/json");
        }

        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
