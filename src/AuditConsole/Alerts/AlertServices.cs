using AuditConsole.Alerts.Delivery;
using AuditConsole.Monitoring.Alerts;

namespace AuditConsole.Alerts;

/// <summary>What alerts are made of.</summary>
internal static class AlertServices
{
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_connectionLife = TimeSpan.FromMinutes(2);

    public static void AddAlerts(this IServiceCollection services)
    {
        services.AddHttpClient(WebhookSender.ClientName)
            // Its log lines hold addresses, and an address may hold a secret.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = s_connect,
                PooledConnectionLifetime = s_connectionLife,
            });
        services.AddSingleton<ILimitDrift, DoctorDrift>();
        services.AddSingleton<AlertService>();
        services.AddSingleton<IAlerts>(provider => provider.GetRequiredService<AlertService>());
        services.AddHostedService(provider => provider.GetRequiredService<AlertService>());
    }
}
