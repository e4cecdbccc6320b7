using AuditConsole.Access;
using AuditConsole.Access.Http;
using AuditConsole.Access.Storage;
using AuditConsole.Commands;
using AuditConsole.Components;
using AuditConsole.Configure;
using AuditConsole.Hosting;
using AuditConsole.Hubs;
using AuditConsole.Metrics.Prometheus;
using AuditConsole.Monitoring.History;
using AuditConsole.Security;
using AuditConsole.Settings;
using Microsoft.AspNetCore.Connections;

if (GuardianProcess.IsMeant(args))
{
    return await GuardianProcess.RunAsync(args[1]);
}

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
{
    Args = CommandLine.Settings(args),
    // Started outside the repository or a published folder, the settings beside the program are meant.
    ContentRootPath = File.Exists("appsettings.json") ? null : AppContext.BaseDirectory,
});
if (CommandLine.IsMeant(args))
{
    return await CommandLine.RunAsync(args, builder.Configuration);
}

if (!ListenRule.Configured(builder.Configuration).Any())
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
var auth = app.Services.GetRequiredService<AuthSettings>();
app.UseTrustedTransport(auth);
app.UseExceptionHandler();
app.UseStatusPages();
app.UseSecurityHeaders();
app.UseLanguages();
app.UseAuthentication();
app.UseAccessLimits();
app.UseAuthorization();
app.UseLiveRequests();
app.UseAntiforgery();
app.MapStaticAssets().AllowAnonymous();
app.MapApi();
app.MapHub<AuditHub>("/hubs/audit");
app.MapPrometheus();
app.MapOpenApi();
// The security headers say who may frame a page.
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
app.StopUnlessPermitted(auth.TrustedProxies.Count > 0);
app.PrintSetupLink();
try
{
    // What cannot be opened is said before anything has started.
    app.Services.GetRequiredService<MonitoredHost>();
    app.Services.GetRequiredService<AccessFile>();
    await app.RunAsync();
}
catch (Exception e) when (e is SettingsException or AccessException)
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
