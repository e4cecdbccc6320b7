using AuditConsole.Hosting;
using AuditConsole.Metrics.Otlp;
using AuditConsole.Metrics.Prometheus;
using AuditConsole.Metrics.Statsd;
using AuditConsole.Settings;

namespace AuditConsole.Metrics;

/// <summary>What the metrics are made of.</summary>
internal static class MetricsServices
{
    /// <summary>Must come before the monitor's service, whose counters it resumes.</summary>
    public static void AddAuditMetrics(this IServiceCollection services, ConsoleSettings settings)
    {
        services.AddSingleton(provider => new MetricHosts(provider.GetRequiredService<MonitoredHost>()));
        services.AddSingleton<PrometheusPage>();
        services.AddHostedService<CounterKeeper>();
        if (settings.Otlp is { } otlp)
        {
            services.AddSingleton(provider => new OtlpExport(otlp, provider.GetRequiredService<MetricHosts>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<OtlpExport>>()));
            services.AddHostedService(provider => provider.GetRequiredService<OtlpExport>());
        }

        if (settings.Statsd is { } statsd)
        {
            services.AddHostedService(provider => new StatsdService(statsd, provider.GetRequiredService<MetricHosts>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<StatsdService>>()));
        }
    }
}
