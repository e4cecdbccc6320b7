using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AuditConsole.Security;

/// <summary>Without sign-in whoever reaches the server may reset marks, so it listens on loopback or not at all.</summary>
internal static partial class LoopbackOnly
{
    private const string Accepted = "Accepted: http://127.0.0.1:PORT, http://[::1]:PORT or http://localhost:PORT in --urls";
    private static readonly string[] s_portKeys = ["HTTP_PORTS", "HTTPS_PORTS"];

    /// <summary>The sentence for an address that is not loopback, or not an address; <see langword="null"/> when all are.</summary>
    public static string? Refusal(IEnumerable<string> addresses) =>
        addresses.Select(Refusal).FirstOrDefault(refusal => refusal is not null);

    /// <summary>All addresses the configuration asks for.</summary>
    public static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var urls = List(configuration, WebHostDefaults.ServerUrlsKey);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        // A port alone means every address, and is used only where no URL is given.
        var ports = urls.Length > 0 ? [] : s_portKeys.SelectMany(key => List(configuration, key)).Select(port => $"http://*:{port}");
        return urls.Concat(endpoints).Concat(ports);
    }

    /// <summary>Ends the program where the server came to listen elsewhere in spite of the configuration.</summary>
    public static void StopUnlessLoopback(this WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            if (Refusal(addresses) is { } refusal)
            {
                NotLoopback(app.Logger, refusal);
                Environment.ExitCode = 1;
                app.Lifetime.StopApplication();
            }
        });

    private static string[] List(IConfiguration configuration, string key) =>
        (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [LoggerMessage(30, LogLevel.Critical, "{Refusal}")]
    private static partial void NotLoopback(ILogger logger, string refusal);

    private static string? Refusal(string address)
    {
        string host;
        try
        {
            host = BindingAddress.Parse(address).Host;
        }
        catch (FormatException)
        {
            return $"The server cannot listen on \"{address}\", which is no address. {Accepted}.";
        }

        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))
            ? null
            : $"This version has no sign-in, so the server listens on loopback only, and {address} is not. {Accepted}; reach it from elsewhere through an SSH tunnel.";
    }
}
