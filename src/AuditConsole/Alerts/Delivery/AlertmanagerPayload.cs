using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuditConsole.Alerts.Delivery;

/// <summary>One alert as Alertmanager's <c>POST /api/v2/alerts</c> takes it, in an array.</summary>
/// <param name="Labels">Who it is; the same labels are the same alert.</param>
/// <param name="Annotations">What it says.</param>
/// <param name="StartsAt">When it fired.</param>
/// <param name="EndsAt">When it was resolved; of a firing alert, when it counts as resolved if nothing more is heard of it.</param>
public sealed record AlertmanagerPayload(
    [property: JsonPropertyName("labels")] IReadOnlyDictionary<string, string> Labels,
    [property: JsonPropertyName("annotations")] IReadOnlyDictionary<string, string> Annotations,
    [property: JsonPropertyName("startsAt")] string StartsAt,
    [property: JsonPropertyName("endsAt")] string EndsAt)
{
    private const int Resends = 4;
    private static readonly TimeSpan s_test = TimeSpan.FromMinutes(1);

    /// <summary>The body to post.</summary>
    public static byte[] Write(AlertNotice notice, TimeSpan resendInterval, DateTimeOffset now)
    {
        var source = notice.Host.Source.ToString().ToLowerInvariant();
        var payload = notice is { Rule: { } rule, Status: { } status }
            ? new AlertmanagerPayload(
                new Dictionary<string, string>
                {
                    ["alertname"] = NameOf(rule.Name),
                    ["rule"] = rule.Name,
                    ["host"] = notice.Host.Host,
                    ["instance"] = notice.Host.Host,
                    ["source"] = source,
                    ["severity"] = status.Severity.ToString().ToLowerInvariant(),
                },
                Saying(
                    ("summary", $"{rule.Kind.Title} on {notice.Host.Host}"), ("description", status.Text), ("remedy", status.Remedy),
                    ("value", status.Value is { } value ? FormattableString.Invariant($"{value:0.###} {rule.Kind.Unit}").TrimEnd() : "")),
                Time(status.FiredAt!.Value),
                // The receiver takes an end that is not after the beginning for an error.
                Time(status.ResolvedAt is { } end ? end > status.FiredAt ? end : status.FiredAt.Value.AddMilliseconds(1) : now + (Resends * resendInterval)))
            : new AlertmanagerPayload(
                new Dictionary<string, string> { ["alertname"] = "AuditConsoleTest", ["host"] = notice.Host.Host, ["source"] = source, ["severity"] = "none" },
                Saying(("summary", "A test from AuditConsole"), ("description", "Somebody pressed Send a test. Nothing is wrong.")),
                Time(notice.At),
                Time(notice.At + s_test));
        return JsonSerializer.SerializeToUtf8Bytes<AlertmanagerPayload[]>([payload]);
    }

    private static Dictionary<string, string> Saying(params ReadOnlySpan<(string Name, string Text)> all)
    {
        var said = new Dictionary<string, string>();
        foreach (var (name, text) in all)
        {
            if (text.Length > 0)
            {
                said[name] = text;
            }
        }

        return said;
    }

    /// <summary><c>AuditBacklog</c>, <c>AuditAuditdGone</c>: the rule's name as Prometheus' users write names of alerts.</summary>
    private static string NameOf(string rule) =>
        "Audit" + string.Concat(rule.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
