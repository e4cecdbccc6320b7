using System.Net;
using Microsoft.AspNetCore.HostFiltering;

namespace AuditConsole.Security;

/// <summary>The names that requests may ask for: those of loopback, the addresses that are listened on, and those of <c>AllowedHosts</c>.</summary>
internal static class HostNames
{
    public const string Key = "AllowedHosts";
    private static readonly string[] s_loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether a name is allowed that other machines may use.</summary>
    public static bool HasOwn(IConfiguration configuration) => Listed(configuration).Concat(Bound(configuration)).Except(s_loopback, StringComparer.OrdinalIgnoreCase).Any();

    public static void AddHostNames(this IServiceCollection services, IConfiguration configuration) =>
        services.PostConfigure<HostFilteringOptions>(options =>
            options.AllowedHosts = [.. s_loopback.Concat(Listed(configuration)).Concat(Bound(configuration)).Distinct(StringComparer.OrdinalIgnoreCase)]);

    private static string[] Listed(IConfiguration configuration) =>
        (configuration[Key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // An address that is listened on is what browsers type, unless it stands for every address.
    private static IEnumerable<string> Bound(IConfiguration configuration) => ListenRule.Configured(configuration)
        .Select(address => BindingAddress.Parse(address).Host)
        .Where(host => IPAddress.TryParse(host.Trim('[', ']'), out var ip) ? !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) : host is not ("*" or "+"));
}
