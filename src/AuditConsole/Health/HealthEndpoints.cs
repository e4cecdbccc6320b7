using AuditConsole.Api;

namespace AuditConsole.Health;

/// <summary>The doctor's findings over HTTP.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this RouteGroupBuilder api) =>
        api.MapGet("/hosts/{host}/health", async (string host, HostDirectory hosts, IFindings findings, CancellationToken token) =>
        {
            await hosts.MonitorAsync(host, token);
            return TypedResults.Ok(findings.Examine());
        }).WithSummary("What this console may see of the host, and what is missing");
}
