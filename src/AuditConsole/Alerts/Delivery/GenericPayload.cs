using System.Text.Json;
using AuditConsole.Api;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.History;

namespace AuditConsole.Alerts.Delivery;

/// <summary>One alert as one JSON object, for receivers of people's own.</summary>
public sealed record GenericPayload
{
    /// <summary>The form of this object.</summary>
    public int Version { get; init; } = 1;

    /// <summary><c>firing</c>, <c>resolved</c> or <c>test</c>.</summary>
    public required string Event { get; init; }

    /// <summary>Names the firing; the same when it is resolved, and when it has to be sent twice.</summary>
    public required string Id { get; init; }

    public required string Host { get; init; }

    public HostSource Source { get; init; }

    public string? Rule { get; init; }

    public required string Title { get; init; }

    public AlertSeverity? Severity { get; init; }

    /// <summary>Since when the condition has held.</summary>
    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? FiredAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public double? Value { get; init; }

    public double? Worst { get; init; }

    public double? Threshold { get; init; }

    public string? Unit { get; init; }

    /// <summary>What is the case, with its numbers.</summary>
    public required string Text { get; init; }

    /// <summary>What to do, with lines to type in backquotes.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The body to post.</summary>
    public static byte[] Write(AlertNotice notice) => JsonSerializer.SerializeToUtf8Bytes(Of(notice), ApiJson.Options);

    private static GenericPayload Of(AlertNotice notice) => notice is { Rule: { } rule, Status: { } status }
        ? new GenericPayload
        {
            Event = notice.Phase == ToldPhase.Firing ? "firing" : "resolved",
            Id = notice.Id,
            Host = notice.Host.Host,
            Source = notice.Host.Source,
            Rule = rule.Name,
            Title = rule.Kind.Title,
            Severity = status.Severity,
            Since = status.Since,
            FiredAt = status.FiredAt,
            ResolvedAt = status.ResolvedAt,
            Value = status.Value,
            Worst = status.Worst,
            Threshold = rule.Threshold,
            Unit = rule.Kind.Unit.Length > 0 ? rule.Kind.Unit : null,
            Text = status.Text,
            Remedy = status.Remedy,
        }
        : new GenericPayload
        {
            Event = "test",
            Id = notice.Id,
            Host = notice.Host.Host,
            Source = notice.Host.Source,
            Title = "A test from AuditConsole",
            Text = "Somebody pressed Send a test. Nothing is wrong.",
        };
}
