using System.Reflection;
using AuditConsole.Api.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Api.Tests.Api;

/// <summary>A result says what it writes when it is asked. Of a bare payload the server reads the type, and of all it holds, at each start.</summary>
public sealed class HandlerTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    [Fact]
    public void Handlers_AnswerWithResults()
    {
        var handlers = console.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint is RouteEndpoint { RoutePattern.RawText: { } path } && path.StartsWith("/api/", StringComparison.Ordinal))
            .Select(endpoint => (Name: endpoint.DisplayName, Answer: endpoint.Metadata.GetMetadata<MethodInfo>()?.ReturnType))
            .ToList();

        Assert.True(handlers.Count > 20, $"{handlers.Count} handlers");
        Assert.Empty(handlers.Where(handler => !IsResult(handler.Answer)).Select(handler => handler.Name));
    }

    private static bool IsResult(Type? answer) =>
        typeof(IResult).IsAssignableFrom(answer is { IsGenericType: true } && answer.GetGenericTypeDefinition() == typeof(Task<>) ? answer.GetGenericArguments()[0] : answer);
}
