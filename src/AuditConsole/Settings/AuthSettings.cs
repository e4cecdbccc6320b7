using System.Net;
using AuditConsole.Access.Storage;

namespace AuditConsole.Settings;

/// <summary>Who may come in, and from where.</summary>
public sealed record AuthSettings
{
    /// <summary>The fewest characters of a bootstrap token.</summary>
    public const int ShortestToken = 32;

    private const string TokenKey = "Auth:BootstrapToken";
    private const string FileKey = "Auth:BootstrapTokenFile";
    private const string ProxiesKey = "Auth:TrustedProxies";
    private const string AcceptedToken = "at least 32 letters, digits and -._~+/=, such as `openssl rand -base64 32` prints";
    private const string AcceptedProxies = "addresses and networks of the proxies, such as 10.0.0.7 or 10.0.0.0/24, with commas between them";

    /// <summary>Hash of a token that makes an admin of whoever sends it, for provisioning; <see langword="null"/> for none.</summary>
    public IReadOnlyList<byte>? BootstrapTokenHash { get; init; }

    /// <summary>Whether people sign in even where simulated figures are shown on loopback.</summary>
    public bool AlwaysSignIn { get; init; }

    /// <summary>Whose word is taken for where a request comes from and whether it came over TLS.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    internal static AuthSettings Read(SettingsReader reader) => new()
    {
        BootstrapTokenHash = BootstrapToken(reader) is { } token ? Secret.Hash(token) : null,
        AlwaysSignIn = reader.Choice("Auth:SignIn", false, ("auto", false), ("always", true)),
        TrustedProxies = Proxies(reader),
    };

    private static string? BootstrapToken(SettingsReader reader)
    {
        var token = reader.Text(TokenKey);
        var file = reader.Text(FileKey);
        if (file is null)
        {
            return token is null || IsToken(token) ? token : Hidden(reader, TokenKey, AcceptedToken);
        }

        if (token is not null)
        {
            return Hidden(reader, TokenKey, $"nothing while {FileKey} is set; one of the two says what the token is");
        }

        try
        {
            var text = File.ReadAllText(file).Trim();
            return IsToken(text) ? text : reader.Complain<string?>(FileKey, file, $"a file that holds {AcceptedToken}. What it holds is not shown", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return reader.Complain<string?>(FileKey, file, $"a file that this program may read. {e.Message.TrimEnd('.')}", null);
        }
    }

    private static string? Hidden(SettingsReader reader, string key, string accepted)
    {
        reader.ComplainHidden(key, accepted);
        return null;
    }

    private static bool IsToken(string token) => token.Length is >= ShortestToken and <= 512 && token.All(c => char.IsAsciiLetterOrDigit(c) || "-._~+/=".Contains(c, StringComparison.Ordinal));

    private static List<IPNetwork> Proxies(SettingsReader reader)
    {
        var networks = new List<IPNetwork>();
        string[] keys = [ProxiesKey, .. reader.Children(ProxiesKey).Select(child => $"{ProxiesKey}:{child}")];
        foreach (var key in keys)
        {
            foreach (var text in (reader.Text(key) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                // A network of every address would take anybody's word.
                if ((IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0) || TryAddress(text, out network))
                {
                    networks.Add(network);
                }
                else
                {
                    reader.Complain(key, text, AcceptedProxies, 0);
                }
            }
        }

        return networks;
    }

    private static bool TryAddress(string text, out IPNetwork network)
    {
        var isAddress = IPAddress.TryParse(text, out var address);
        network = isAddress ? new IPNetwork(address!, address!.GetAddressBytes().Length * 8) : default;
        return isAddress;
    }
}
