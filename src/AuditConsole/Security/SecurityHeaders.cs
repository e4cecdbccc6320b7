using System.Security.Cryptography;

namespace AuditConsole.Security;

/// <summary>Keeps other sites out of the console that runs on the same machine as the browser.</summary>
internal static class SecurityHeaders
{
    /// <summary>Where a page finds the nonce for its inline scripts.</summary>
    public const string NonceItem = "csp-nonce";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(async (context, next) =>
    {
        // A page elsewhere may send requests and open WebSockets to a loopback server; the browser names it in Origin.
        if (IsForeign(context.Request))
        {
            await new Api.ApiProblemException(
                StatusCodes.Status403Forbidden,
                "Not from here",
                $"The request comes from {context.Request.Headers.Origin}; this server takes requests only from its own pages and from programs that send no Origin.")
                .ToResult().ExecuteAsync(context);
            return;
        }

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceItem] = nonce;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
            "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        await next(context);
    });

    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
    }
}
