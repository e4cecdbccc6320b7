using AuditConsole.Components;

namespace AuditConsole.Access.Pages;

/// <summary>A browser's own name for itself, in two words.</summary>
internal static class AgentWords
{
    // The first that fits: later ones name themselves in earlier ones too.
    private static readonly (string Sign, string Name)[] s_browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Sign, string Name)[] s_systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    public static string Of(string? agent) => (Find(s_browsers, agent), Find(s_systems, agent)) switch
    {
        ({ } browser, { } system) => Words.Say(AccountText.BrowserOn, browser, system),
        ({ } browser, null) => browser,
        (null, { } system) => Words.Say(AccountText.SomeBrowserOn, system),
        _ => AccountText.SomeBrowser,
    };

    private static string? Find((string Sign, string Name)[] known, string? agent) =>
        known.Where(each => agent?.Contains(each.Sign, StringComparison.Ordinal) == true).Select(each => each.Name).FirstOrDefault();
}
