using System.Net;
using AuditConsole.Api;
using AuditConsole.Settings;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using IPNetwork = System.Net.IPNetwork;

namespace AuditConsole.Security;

/// <summary>What one caller may cost, and whose word is taken for where a request comes from.</summary>
internal static class ServerLimits
{
    /// <summary>The most bytes of a request's body. Traces for the Lab come in pieces over their page's own connection.</summary>
    public const long MostBody = 64 * 1024;

    // An idle connection costs about 10 kB: so many keep the memory in bounds, and leave room for others.
    private const long MostConnections = 16_384;
    private const long MostLasting = 2_048;
    private const int MostHeaders = 64;
    private const int MostHeaderBytes = 16 * 1024;
    private const int RetainedCircuits = 50;
    private const int HubMessageBytes = 32 * 1024;
    private static readonly TimeSpan s_headers = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_retained = TimeSpan.FromMinutes(3);

    public static void AddServerLimits(this WebApplicationBuilder builder, IReadOnlyList<IPNetwork> trustedProxies)
    {
        builder.Services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            var limits = options.Limits;
            limits.MaxRequestBodySize = MostBody;
            limits.MaxConcurrentConnections = MostConnections;
            limits.MaxConcurrentUpgradedConnections = MostLasting;
            limits.MaxRequestHeaderCount = MostHeaders;
            limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
            limits.RequestHeadersTimeout = s_headers;
            limits.KeepAliveTimeout = s_idle;
        });
        builder.Services.Configure<CircuitOptions>(options =>
        {
            options.DisconnectedCircuitMaxRetained = RetainedCircuits;
            options.DisconnectedCircuitRetentionPeriod = s_retained;
        });
        builder.Services.AddSignalR(options => options.MaximumReceiveMessageSize = HubMessageBytes);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // Followed back as far as the proxies are known, and no further.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in trustedProxies)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
        builder.Services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
    }

    /// <summary>Takes the word of trusted proxies, and answers nothing that crossed a network without TLS.</summary>
    public static void UseTrustedTransport(this WebApplication app, AuthSettings settings)
    {
        if (settings.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        app.Use(async (context, next) =>
        {
            if (context.Request.IsHttps || context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address) || IsLocal(context, address))
            {
                await next(context);
                return;
            }

            await new ApiProblemException(
                StatusCodes.Status403Forbidden,
                "Not over TLS",
                "This request came over plain http from another machine. Use https; a proxy in between has to be named in AuditConsole:Auth:TrustedProxies and to send X-Forwarded-For and X-Forwarded-Proto: https.")
                .ToResult().ExecuteAsync(context);
        });
        app.UseHsts();
    }

    // This machine, by one of its own addresses.
    private static bool IsLocal(HttpContext context, IPAddress address) => address.Equals(context.Connection.LocalIpAddress);
}
