using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace AuditConsole.Hosts;

/// <summary>The host in the browser's address, for the frame around the pages.</summary>
internal static class HostAddress
{
    private const string Fallback = "history";

    // The pages that can show a host that is not watched; the others show the watched one whatever their address says.
    private static readonly string[] s_pages = [Fallback, "report", "activity", "tuning"];

    /// <summary>The key that the address names on a page that heeds it.</summary>
    public static string? KeyIn(NavigationManager navigation) =>
        Heeds(navigation) && QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).TryGetValue(ShownHost.Parameter, out var key) ? key.ToString() : null;

    /// <summary>Where a host is shown: on this page if it can, with the time looked at and all else kept.</summary>
    public static string Of(NavigationManager navigation, ShownHost host) =>
        Heeds(navigation) || host.IsWatched ? navigation.GetUriWithQueryParameter(ShownHost.Parameter, host.IsWatched ? null : host.Key) : host.In(Fallback);

    private static bool Heeds(NavigationManager navigation) => s_pages.Contains(navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0].TrimEnd('/'));
}
