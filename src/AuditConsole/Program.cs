using AuditConsole.Commands;
using AuditConsole.Components;
using AuditConsole.Hosting;
using AuditConsole.Hubs;
using AuditConsole.Metrics;
using AuditConsole.Monitoring.History;
using AuditConsole.Security;
using AuditConsole.Settings;
using Microsoft.AspNetCore.Connections;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = CommandLine.Settings(args),
    // Started outside the repository or a published folder, the settings beside the program are meant.
    ContentRootPath = File.Exists("appsettings.json") ? null : AppContext.BaseDirectory,
});
if (CommandLine.IsMeant(args))
{
    return await CommandLine.RunAsync(args, builder.Configuration);
}

if (!LoopbackOnly.Configured(builder.Configuration).Any())
{
    builder.WebHost.UseUrls("http://127.0.0.1:5180");
}

try
{
    await builder.AddConsoleAsync();
}
catch (Exception e) when (e is SettingsException or HistoryException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

await using var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusPages();
app.UseSecurityHeaders();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapApi();
app.MapHub<AuditHub>("/hubs/audit");
app.MapGet("/metrics", (PrometheusPage page) => Results.Text(page.Write(), PrometheusPage.ContentType)).ExcludeFromDescription();
app.MapOpenApi();
// The security headers say who may frame a page.
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
app.StopUnlessLoopback();
try
{
    // What cannot be opened is said before anything has started.
    app.Services.GetRequiredService<MonitoredHost>();
    await app.RunAsync();
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (IOException e) when (e.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{e.Message} Another program, perhaps another console, listens there; name another port in --urls.");
    return 2;
}

return Environment.ExitCode;

/// <summary>The console's entry point.</summary>
public partial class Program;
