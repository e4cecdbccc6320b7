using AuditConsole.Access.Http;
using AuditConsole.Access.SigningIn;
using AuditConsole.Access.Storage;
using AuditConsole.Hubs;
using AuditConsole.Settings;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Net.Http.Headers;

namespace AuditConsole.Access;

/// <summary>Who may come in, and what they may do.</summary>
internal static class AccessServices
{
    private const string Scheme = "access";
    private const int WrongPasswords = 10;
    private static readonly TimeSpan s_locked = TimeSpan.FromMinutes(10);

    /// <exception cref="AccessException">The accounts cannot be opened.</exception>
    public static void AddAccess(this IServiceCollection services, ConsoleSettings settings, AccessMode mode)
    {
        services.AddSingleton(mode);
        services.AddSingleton(settings.Auth);
        services.AddSingleton(provider => Open(settings, mode, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<AccessLimits>();
        services.AddSingleton<AccessLog>();
        services.AddHostedService<AccessWatch>();
        services.AddScoped<CurrentOperator>();
        services.AddScoped<CircuitHandler, CallerCircuit>();
        services.AddScoped<SignIns>();
        services.AddScoped<AccessDesk>();
        services.AddSingleton<IAuthorizationHandler, RoleHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResults>();
        services.AddAuthorization(Policies.Add);
        services.AddCascadingAuthenticationState();
        services.AddSignalR().AddHubOptions<AuditHub>(options => options.AddFilter<LiveHubFilter>());
        services.AddSingleton<LiveHubFilter>();
        services.Configure<AntiforgeryOptions>(options =>
        {
            options.Cookie.Name = "auditconsole-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The security headers say who may frame a page.
            options.SuppressXFrameOptionsHeader = true;
        });

        services.Configure<ExceptionHandlerOptions>(options => options.StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError);
        // It would log the address of each request, and with it the token of a one-time link, wherever somebody asked for more of the log.
        services.PostConfigure<LoggerFilterOptions>(options => options.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, null)));

        services.AddScoped<IUserStore<Account>, AccountStore>();
        services.AddIdentityCore<Account>(options =>
        {
            options.Lockout.MaxFailedAccessAttempts = WrongPasswords;
            options.Lockout.DefaultLockoutTimeSpan = s_locked;
        }).AddUserManager<Users>().AddSignInManager();

        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = context =>
                mode.Open ? OpenHandler.Name : context.Request.Headers.ContainsKey(HeaderNames.Authorization) ? TokenHandler.Name : SessionCookie.Name)
            .AddScheme<AuthenticationSchemeOptions, OpenHandler>(OpenHandler.Name, null)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Name, null)
            .AddCookie(SessionCookie.Name, SessionCookie.Configure);
    }

    // Where nobody signs in there is nothing to keep.
    private static AccessFile Open(ConsoleSettings settings, AccessMode mode, TimeProvider time) =>
        mode.Open ? AccessFile.Temporary(time) : AccessFile.Open(settings.StateDirectory, time);
}
