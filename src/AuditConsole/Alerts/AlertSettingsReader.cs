using AuditConsole.Monitoring.Alerts;
using AuditConsole.Settings;

namespace AuditConsole.Alerts;

/// <summary>Reads the settings of rules and receivers, and says what is accepted where one cannot be used.</summary>
internal static class AlertSettingsReader
{
    private const string ApiPath = "/api/v2/alerts";
    private const int MostWindows = 1000;
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_longestWithin = TimeSpan.FromHours(2);

    public static AlertSettings Read(SettingsReader reader) => new()
    {
        Enabled = reader.Choice("Alerts:Enabled", true, ("true", true), ("false", false)),
        ResendInterval = reader.Duration("Alerts:ResendInterval", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)) ?? TimeSpan.FromMinutes(1),
        Rules = AlertRules.Kinds.ToDictionary(kind => kind.Name, kind => Rule(reader, kind), StringComparer.Ordinal),
        Webhooks = Webhooks(reader),
    };

    private static AlertRuleOptions Rule(SettingsReader reader, AlertRuleKind kind)
    {
        var path = $"Alerts:Rules:{kind.Name}";
        var set = new List<string>();
        string Key(string key)
        {
            if (reader.Text($"{path}:{key}") is not null)
            {
                set.Add(key);
            }

            return $"{path}:{key}";
        }

        var options = new AlertRuleOptions
        {
            Enabled = reader.Choice<bool?>(Key("Enabled"), null, ("true", true), ("false", false)),
            Severity = reader.Choice<AlertSeverity?>(Key("Severity"), null, ("warning", AlertSeverity.Warning), ("critical", AlertSeverity.Critical)),
            For = reader.Duration(Key("For"), TimeSpan.Zero, s_longest),
            KeepFiring = reader.Duration(Key("KeepFiring"), TimeSpan.Zero, s_longest),
            Threshold = kind.Range is { } range ? reader.Decimal(Key("Threshold"), range.Least, range.Most) : null,
            Clear = kind is { HasClear: true, Range: { } clearRange } ? reader.Decimal(Key("Clear"), kind.LowIsBad ? clearRange.Least : 0, clearRange.Most) : null,
            Within = kind.HasWithin ? reader.Duration(Key("Within"), TimeSpan.FromSeconds(1), s_longestWithin) : null,
            Windows = kind.HasWindows ? Count(reader, Key("Windows")) : null,
            OfWindows = kind.HasWindows ? Count(reader, Key("OfWindows")) : null,
        };
        Check(reader, path, kind, options);
        return options with { Keys = set };
    }

    private static int? Count(SettingsReader reader, string key) => reader.Text(key) is null ? null : (int)reader.Number(key, 1, 1, MostWindows);

    // What cannot hold together is said at the start, and not by an alert that never fires.
    private static void Check(SettingsReader reader, string path, AlertRuleKind kind, AlertRuleOptions options)
    {
        // Where a loss panics, a clear threshold that is set gives way to the stricter threshold.
        var rule = kind.Create(options, new AlertDefaults(Panic: false, TimeSpan.FromSeconds(15)));
        if (options.Clear is { } clear && rule.Threshold is { } threshold && (kind.LowIsBad ? clear < threshold : clear > threshold))
        {
            reader.Complain($"{path}:Clear", FormattableString.Invariant($"{clear}"), FormattableString.Invariant($"the threshold or {(kind.LowIsBad ? "more" : "less")}, which is {threshold}"), 0);
        }

        if (rule is { Windows: { } windows, OfWindows: { } of } && windows > of)
        {
            reader.Complain($"{path}:Windows", $"{windows}", $"at most OfWindows, which is {of}", 0);
        }
    }

    private static List<WebhookSettings> Webhooks(SettingsReader reader)
    {
        var webhooks = new List<WebhookSettings>();
        foreach (var entry in reader.Children("Alerts:Webhooks"))
        {
            var path = $"Alerts:Webhooks:{entry}";
            var format = reader.Choice($"{path}:Format", WebhookFormat.Generic, ("alertmanager", WebhookFormat.Alertmanager), ("generic", WebhookFormat.Generic));
            var header = reader.Text($"{path}:SecretHeader") ?? "Authorization";
            var secret = Secret(reader, $"{path}:SecretFile");
            if (!header.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            {
                reader.Complain($"{path}:SecretHeader", header, "the name of an HTTP header: letters, digits and -", header);
            }

            if (Address(reader, $"{path}:Url", format) is { } url)
            {
                var webhook = new WebhookSettings(url, format, header, secret);
                if (webhooks.Any(other => other.Key == webhook.Key))
                {
                    reader.ComplainHidden($"{path}:Url", "an address that no other webhook of the same format has");
                }

                webhooks.Add(webhook);
            }
        }

        return webhooks;
    }

    private static Uri? Address(SettingsReader reader, string key, WebhookFormat format)
    {
        if (!Uri.TryCreate(reader.Text(key), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            reader.ComplainHidden(key, "an address such as https://alertmanager.example:9093, without user and password, which belong in SecretFile");
            return null;
        }

        return format == WebhookFormat.Alertmanager && !url.AbsolutePath.EndsWith(ApiPath, StringComparison.Ordinal)
            ? new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/') + ApiPath }.Uri
            : url;
    }

    private static string? Secret(SettingsReader reader, string key)
    {
        if (reader.Text(key) is not { } path)
        {
            return null;
        }

        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } secret && !secret.Any(char.IsControl)
                ? path
                : reader.Complain(key, path, "a file with one line, the value of the header", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return reader.Complain(key, path, $"a file this program may read ({e.Message.TrimEnd('.')})", path);
        }
    }
}
