using AuditConsole.Access;
using AuditConsole.ActivityLog;
using AuditConsole.Alerts;
using AuditConsole.Api;
using AuditConsole.Configure;
using AuditConsole.Health;
using AuditConsole.Hosts;
using AuditConsole.Lab;
using AuditConsole.Metrics;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Security;
using AuditConsole.Settings;
using AuditConsole.Tuning;
using Microsoft.AspNetCore.DataProtection;

namespace AuditConsole.Hosting;

/// <summary>What the console is made of.</summary>
internal static class ConsoleServices
{
    private static readonly string[] s_programPaths = ["/api", "/hubs", "/openapi", "/metrics", "/_blazor"];
    // Longer than the monitor's last poll may take.
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(10);

    /// <exception cref="SettingsException">A setting cannot be used.</exception>
    /// <exception cref="HistoryException">The history belongs to a newer program.</exception>
    public static async Task AddConsoleAsync(this WebApplicationBuilder builder)
    {
        var settings = SettingsLoader.Load(builder.Configuration, Environment.MachineName);
        var hasProxies = settings.Auth.TrustedProxies.Count > 0;
        if (ListenRule.Complaints(builder.Configuration, hasProxies).ToList() is { Count: > 0 } complaints)
        {
            throw new SettingsException(complaints);
        }

        CreateStateDirectory(settings);
        var history = HistoryStore.Open(settings);
        var choice = await SourceChoice.MakeAsync(settings, history, TimeProvider.System, CancellationToken.None);

        // A proxy brings others to a loopback listener.
        var mode = new AccessMode(choice.Source == HostSource.Engine && !settings.Auth.AlwaysSignIn && !hasProxies && ListenRule.Configured(builder.Configuration).All(ListenRule.IsLoopback));

        // Lets a build output run in any environment; does nothing in a published folder.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseKestrelHttpsConfiguration();
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => history);
        services.AddSingleton(provider => new MonitoredHost(
            settings, choice, history, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MonitoredHost>>()));
        services.AddSingleton<IHostMonitor>(provider => provider.GetRequiredService<MonitoredHost>().Monitor);
        services.AddSingleton<HostDirectory>();
        services.AddSingleton<ShownHosts>();
        services.AddAuditMetrics(settings);
        services.AddAccess(settings, mode);
        services.AddHostNames(builder.Configuration);
        builder.AddServerLimits(settings.Auth.TrustedProxies);
        services.AddScoped<Components.TabVisibility>();
        services.AddScoped<Components.Ticker>();
        services.AddSingleton<Notes>();
        services.AddSingleton<IFindings, Findings>();
        services.AddSingleton<IMachineSettings, MachineSettings>();
        services.AddSingleton<ChangePreviews>();
        services.AddSingleton<AdviceKeeper>();
        services.AddSingleton<LabRuns>();
        services.AddAlerts();
        services.AddHostedService<MonitorService>();
        services.AddHostedService<RetentionService>();
        services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = s_shutdown;
            // The last poll does not wait for open pages to be let go of.
            options.ServicesStopConcurrently = true;
        });

        services.AddKeys(settings);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => ApiProblemException.AddDetail(context));
        services.AddOpenApi();
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddSignalR().AddJsonProtocol(options => ApiJson.Configure(options.PayloadSerializerOptions));
        services.AddRazorComponents().AddInteractiveServerComponents();
    }

    /// <summary>An unknown address is a problem to a program and a page to a person.</summary>
    public static void UseStatusPages(this WebApplication app)
    {
        static bool IsForPrograms(HttpContext context) => s_programPaths.Any(path => context.Request.Path.StartsWithSegments(path));
        app.UseWhen(IsForPrograms, programs => programs.UseStatusCodePages());
        app.UseWhen(context => !IsForPrograms(context), people => people.UseStatusCodePagesWithReExecute("/not-found"));
        app.UseRouting();
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter<ProblemFilter>().WithTags("AuditConsole");
        api.MapHosts();
        api.MapActivity();
        api.MapExports();
        api.MapNotes();
        api.MapResets();
        api.MapChanges();
        api.MapAdvice();
        api.MapHealth();
        api.MapAlerts();
        app.MapLiveness();
    }

    // Pages that are open over a restart are understood again only with the same keys. Where none can be kept, they are loaded anew.
    private static void AddKeys(this IServiceCollection services, ConsoleSettings settings)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(settings.StateDirectory, "keys"));
            services.AddDataProtection().PersistKeysToFileSystem(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
        }
    }

    private static void CreateStateDirectory(ConsoleSettings settings)
    {
        try
        {
            Directory.CreateDirectory(settings.StateDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                [$"{SettingsLoader.Section}:StateDirectory is \"{settings.StateDirectory}\" and cannot be created ({e.Message.TrimEnd('.')}); accepted: a folder this program may write."]);
        }
    }
}
