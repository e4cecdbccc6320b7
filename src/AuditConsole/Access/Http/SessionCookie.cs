using AuditConsole.Access.Storage;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AuditConsole.Access.Http;

/// <summary>The cookie of people who have signed in. It only names a session: whether that goes on, and what it may do, is read anew for each request.</summary>
internal static class SessionCookie
{
    public const string Name = "session";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "auditconsole";
        options.Cookie.HttpOnly = true;
        // Nothing here is reached by following a link from elsewhere that could not ask for one more click.
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
        options.CookieManager = new HostPrefixCookies();
        options.ExpireTimeSpan = Sessions.Longest;
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    private static Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var file = context.HttpContext.RequestServices.GetRequiredService<AccessFile>();
        if (Caller.Of(context.Principal)?.Session is { } session && file.Sessions.Use(session) is { } account)
        {
            context.ReplacePrincipal(Of(account, session, Caller.Readable(context.HttpContext.Connection.RemoteIpAddress)).ToPrincipal(Name));
        }
        else
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }

    /// <summary>The caller of a session.</summary>
    public static Caller Of(Account account, string session, string? address) => new(account.Name, account.Role, address) { Account = account.Id, Session = session };
}
