namespace AuditConsole.Metrics.Prometheus;

/// <summary>Where Prometheus comes.</summary>
internal static class PrometheusEndpoint
{
    public static void MapPrometheus(this WebApplication app) =>
        app.MapGet("/metrics", (HttpContext context, PrometheusPage page) =>
        {
            context.Response.ContentType = PrometheusPage.ContentType;
            return page.WriteAsync(context.Response.BodyWriter, context.RequestAborted);
        }).ExcludeFromDescription();
}
