using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Access;

/// <summary>Who sends a request.</summary>
internal static class HttpRequester
{
    /// <summary>The caller this request was authenticated as; <see langword="null"/> for nobody.</summary>
    public static Caller? Caller(this HttpContext context) => Access.Caller.Of(context.User);

    /// <summary>For what only the request's body shows to need more than the route does.</summary>
    /// <exception cref="NotPermittedException">The caller's role does not include it.</exception>
    public static void Demand(this HttpContext context, ConsoleRole role)
    {
        if (context.Caller() is not { } caller || caller.Role < role)
        {
            throw new NotPermittedException(context.Caller(), role);
        }
    }

    /// <summary>Who sent this request, as the activity keeps it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="reason">Why, in the operator's words.</param>
    /// <exception cref="NotPermittedException">Nobody did: the route is open, and must not ask this.</exception>
    public static Requester Requester(this HttpContext context, string? reason = null) =>
        context.Caller()?.As("API", reason) ?? throw new NotPermittedException(null, ConsoleRole.Viewer);
}
