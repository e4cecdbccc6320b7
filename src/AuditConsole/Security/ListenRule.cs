using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AuditConsole.Security;

/// <summary>Where the server may listen: on loopback, elsewhere with TLS, or elsewhere behind a proxy that has it.</summary>
internal static partial class ListenRule
{
    private const string Accepted =
        "Accepted: http://127.0.0.1:PORT, http://[::1]:PORT or http://localhost:PORT in --urls; https://ADDRESS:PORT with a certificate (Kestrel:Certificates:Default:Path and :KeyPath, " +
        "or those of Kestrel:Endpoints:NAME:Certificate); or http elsewhere with AuditConsole:Auth:TrustedProxies naming the proxies that end TLS before it";

    private static readonly string[] s_certificates = ["Path", "Subject"];

    /// <summary>Whether an address is this machine's alone; also <see langword="false"/> for what is no address.</summary>
    public static bool IsLoopback(string address) => TryParse(address) is { } parsed && IsLoopback(parsed);

    /// <summary>The sentence for the first address that may not be listened on; <see langword="null"/> when all may.</summary>
    /// <param name="addresses">Addresses, such as <c>http://127.0.0.1:5180</c>.</param>
    /// <param name="hasProxies">Whether proxies are trusted to speak TLS for the server.</param>
    public static string? Refusal(IEnumerable<string> addresses, bool hasProxies = false) =>
        addresses.Select(address => Refusal(address, hasProxies)).FirstOrDefault(refusal => refusal is not null);

    /// <summary>All addresses the configuration asks for.</summary>
    public static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var urls = List(configuration, WebHostDefaults.ServerUrlsKey);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        // A port alone means every address, and is used only where no URL is given.
        var ports = urls.Length > 0 ? [] : List(configuration, "HTTP_PORTS").Select(port => $"http://*:{port}").Concat(List(configuration, "HTTPS_PORTS").Select(port => $"https://*:{port}"));
        return urls.Concat(endpoints).Concat(ports);
    }

    /// <summary>What is wrong with the listeners and the host names, in sentences for whoever starts the program.</summary>
    public static IEnumerable<string> Complaints(IConfiguration configuration, bool hasProxies)
    {
        var addresses = Configured(configuration).ToList();
        if (Refusal(addresses, hasProxies) is { } refusal)
        {
            yield return refusal;
            yield break;
        }

        var elsewhere = addresses.Where(address => !IsLoopback(address)).ToList();
        if (elsewhere.Find(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase) && !HasCertificate(configuration, address)) is { } bare)
        {
            yield return $"The server cannot listen on {bare} without a certificate. {Accepted}.";
        }

        if ((elsewhere.Count > 0 || hasProxies) && !HostNames.HasOwn(configuration))
        {
            yield return $"AllowedHosts is \"{configuration[HostNames.Key]}\"; accepted, as the server is reached from elsewhere: the names that browsers reach it by, with semicolons between them, such as audit.example.org.";
        }
    }

    /// <summary>Ends the program where the server came to listen elsewhere in spite of the configuration.</summary>
    public static void StopUnlessPermitted(this WebApplication app, bool hasProxies) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (Refusal(app.Addresses(), hasProxies) is { } refusal)
            {
                NotPermitted(app.Logger, refusal);
                Environment.ExitCode = 1;
                app.Lifetime.StopApplication();
            }
        });

    /// <summary>Where the server listens, once it does.</summary>
    public static ICollection<string> Addresses(this WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private static bool HasCertificate(IConfiguration configuration, string address)
    {
        var own = configuration.GetSection("Kestrel:Endpoints").GetChildren().Where(endpoint => endpoint["Url"] == address).Select(endpoint => endpoint.GetSection("Certificate"));
        return own.Append(configuration.GetSection("Kestrel:Certificates:Default")).Any(section => s_certificates.Any(key => !string.IsNullOrEmpty(section[key])));
    }

    private static string[] List(IConfiguration configuration, string key) =>
        (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [LoggerMessage(30, LogLevel.Critical, "{Refusal}")]
    private static partial void NotPermitted(ILogger logger, string refusal);

    private static BindingAddress? TryParse(string address)
    {
        try
        {
            return BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsLoopback(BindingAddress address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static string? Refusal(string address, bool hasProxies) => TryParse(address) switch
    {
        null => $"The server cannot listen on \"{address}\", which is no address. {Accepted}.",
        { IsUnixPipe: true } => $"The server does not listen on sockets of the file system, as {address} is. {Accepted}.",
        { } parsed when IsLoopback(parsed) || parsed.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) || hasProxies => null,
        _ => $"Passwords and tokens would cross the network unencrypted if the server listened on {address}. {Accepted}; or reach it on loopback from elsewhere through an SSH tunnel.",
    };
}
