using AuditConsole.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Net.Http.Headers;

namespace AuditConsole.Access.Http;

/// <summary>What a request gets that may not go on: a person the sign-in page, a program a problem.</summary>
internal sealed class AccessResults(AccessLimits limits) : IAuthorizationMiddlewareResultHandler
{
    private static readonly string[] s_programPaths = ["/api", "/hubs", "/metrics", "/openapi", "/_blazor", "/livez", "/readyz"];

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
        }
        else if (authorizeResult.Forbidden && IsPage(context))
        {
            // The page's frame is sent; the page itself is drawn in a circuit, which says what is missing.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await next(context);
        }
        else if (authorizeResult.Forbidden)
        {
            await ForbidAsync(context, policy);
        }
        else if (limits.Unauthorized(context) is { } wait)
        {
            await AccessLimits.RefuseAsync(context, wait);
        }
        else if (IsPage(context))
        {
            context.Response.Redirect(ReturnPath.SignIn(context.Request.Path + context.Request.QueryString));
        }
        else
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            await new ApiProblemException(
                StatusCodes.Status401Unauthorized,
                "Not signed in",
                "Send Authorization: Bearer with a token that is neither expired nor revoked (an admin makes them under Accounts), or sign in at /sign-in.").ToResult().ExecuteAsync(context);
        }
    }

    private static Task ForbidAsync(HttpContext context, AuthorizationPolicy policy) =>
        ApiProblemException.Forbidden(NotPermittedException.Sentence(
            context.Caller(), policy.Requirements.OfType<RoleRequirement>().Select(each => each.Role).DefaultIfEmpty(ConsoleRole.Viewer).Max())).ToResult().ExecuteAsync(context);

    private static bool IsPage(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !s_programPaths.Any(path => context.Request.Path.StartsWithSegments(path))
        && context.GetEndpoint() is var endpoint
        && (endpoint is null || endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null);
}
