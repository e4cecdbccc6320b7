using System.Globalization;
using System.Net;

namespace AuditConsole.Settings;

/// <summary>How OTLP reaches a collector.</summary>
public enum OtlpProtocol
{
    /// <summary>Protocol buffers over HTTP/1.1.</summary>
    HttpProtobuf,

    /// <summary>gRPC over HTTP/2.</summary>
    Grpc,
}

/// <summary>Where metrics are sent over OTLP.</summary>
/// <param name="Endpoint">The collector.</param>
/// <param name="Protocol">How.</param>
/// <param name="Interval">How often.</param>
public sealed record OtlpSettings(Uri Endpoint, OtlpProtocol Protocol, TimeSpan Interval);

/// <summary>Where metrics are sent as statsd datagrams.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">The UDP port.</param>
/// <param name="Prefix">What stands before each key; <c>{host}</c> in it stands for the host. <see langword="null"/> where nothing was said.</param>
/// <param name="Interval">How often; <see langword="null"/>: with each window.</param>
public sealed record StatsdSettings(string Host, int Port, string? Prefix, TimeSpan? Interval);

/// <summary>Reads what is set under <c>AuditConsole:Metrics</c>.</summary>
internal static class MetricsSettings
{
    /// <summary>The longest <c>Metrics:Statsd:Prefix</c>: with the longest host name in it, a line still fits a datagram.</summary>
    public const int LongestPrefix = 100;

    private static readonly TimeSpan s_otlpInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    public static OtlpSettings? Otlp(SettingsReader reader)
    {
        const string Key = "Metrics:Otlp:Endpoint";
        var text = reader.Text(Key);
        var complaints = reader.Complaints.Count;
        var protocol = reader.Choice("Metrics:Otlp:Protocol", OtlpProtocol.HttpProtobuf, ("http/protobuf", OtlpProtocol.HttpProtobuf), ("grpc", OtlpProtocol.Grpc));
        var interval = reader.Duration("Metrics:Otlp:Interval", s_shortest, s_longest) ?? s_otlpInterval;
        if (text is null)
        {
            Idle(reader, complaints, Key, "Metrics:Otlp:Protocol", "Metrics:Otlp:Interval");
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https" && endpoint is { Query: "", Fragment: "" }
            ? new OtlpSettings(endpoint, protocol, interval)
            : reader.Complain<OtlpSettings?>(Key, text, "the address of a collector, such as http://127.0.0.1:4318 (http/protobuf) or http://127.0.0.1:4317 (grpc)", null);
    }

    public static StatsdSettings? Statsd(SettingsReader reader)
    {
        const string Key = "Metrics:Statsd:Endpoint";
        var text = reader.Text(Key);
        var complaints = reader.Complaints.Count;
        var prefix = Prefix(reader);
        var interval = reader.Duration("Metrics:Statsd:Interval", s_shortest, s_longest);
        if (text is null)
        {
            Idle(reader, complaints, Key, "Metrics:Statsd:Prefix", "Metrics:Statsd:Interval");
            return null;
        }

        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon].Trim('[', ']');
        return Uri.CheckHostName(host) != UriHostNameType.Unknown
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort
            ? new StatsdSettings(host, port, prefix, interval)
            : reader.Complain<StatsdSettings?>(Key, text, "host:port of a statsd server, such as 127.0.0.1:8125 or [::1]:8125", null);
    }

    private static string? Prefix(SettingsReader reader)
    {
        const string Key = "Metrics:Statsd:Prefix";
        var prefix = reader.Text(Key);
        var plain = prefix?.Replace("{host}", "", StringComparison.Ordinal);
        return plain is null || (prefix!.Length <= LongestPrefix && prefix.Split("{host}").Length <= 2 && plain.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            ? prefix
            : reader.Complain<string?>(Key, prefix!, $"up to {LongestPrefix} letters, digits, '.', '_' and '-', with {{host}} once at most", null);
    }

    // One complaint about a key is enough.
    private static void Idle(SettingsReader reader, int complaints, string without, params string[] keys)
    {
        foreach (var key in reader.Complaints.Count == complaints ? keys : [])
        {
            if (reader.Text(key) is { } value)
            {
                reader.Complain(key, value, $"nothing while {without} is not set", 0);
            }
        }
    }
}
