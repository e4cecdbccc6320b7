using System.Security.Cryptography;
using System.Text;
using AuditConsole.Monitoring.Alerts;

namespace AuditConsole.Alerts;

/// <summary>What a receiver of alerts understands.</summary>
public enum WebhookFormat
{
    /// <summary>The array of alerts that Prometheus posts to Alertmanager's API version 2.</summary>
    Alertmanager,

    /// <summary>One alert as one JSON object.</summary>
    Generic,
}

/// <summary>Somebody who is told of alerts over HTTP.</summary>
/// <param name="Url">Where to post. Its path may be a secret, so it is neither shown nor logged.</param>
/// <param name="Format">What is posted.</param>
/// <param name="SecretHeader">The header that carries the secret.</param>
/// <param name="SecretFile">The file that holds it, read at each post; <see langword="null"/> for none.</param>
public sealed record WebhookSettings(Uri Url, WebhookFormat Format, string SecretHeader, string? SecretFile)
{
    /// <summary>Names it over restarts without telling its address.</summary>
    public string Key { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Format} {Url}")))[..12];

    /// <summary>Its address as far as that is no secret.</summary>
    public string Shown => Url.GetLeftPart(UriPartial.Authority);
}

/// <summary>All settings under <c>AuditConsole:Alerts</c>, checked.</summary>
public sealed record AlertSettings
{
    /// <summary>Whether rules are judged at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What is set of the rules, by name.</summary>
    public IReadOnlyDictionary<string, AlertRuleOptions> Rules { get; init; } = new Dictionary<string, AlertRuleOptions>();

    /// <summary>Who is told.</summary>
    public IReadOnlyList<WebhookSettings> Webhooks { get; init; } = [];

    /// <summary>How often an Alertmanager is told again of what still fires; it forgets what it is not told four times that long.</summary>
    public TimeSpan ResendInterval { get; init; } = TimeSpan.FromMinutes(1);
}
