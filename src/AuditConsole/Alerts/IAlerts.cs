using AuditConsole.Alerts.Delivery;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Alerts;

/// <summary>The alerts of the watched host, for pages and the API. Any thread may call.</summary>
public interface IAlerts
{
    /// <summary>Whether rules are judged.</summary>
    bool Enabled { get; }

    /// <summary>Why receivers are not told although there are some; <see langword="null"/> when they are.</summary>
    string? NotDelivered { get; }

    /// <summary>How all alerts stand.</summary>
    AlertBoard Board { get; }

    /// <summary>How each receiver stands.</summary>
    IReadOnlyList<DeliveryState> Deliveries { get; }

    /// <summary>Silences a rule; a silence it has already is replaced.</summary>
    Task<AlertSilence> SilenceAsync(string rule, TimeSpan time, Requester by, CancellationToken cancellationToken);

    /// <summary>Ends the silence of a rule.</summary>
    /// <returns>The silence that ended; <see langword="null"/> when there was none.</returns>
    Task<AlertSilence?> EndSilenceAsync(string rule, Requester by, CancellationToken cancellationToken);

    /// <summary>Sends a receiver a message that is marked as a test.</summary>
    void SendTest(string receiver);
}
