using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Changes;

/// <summary>What the kernel takes, known before anything is sent: it applies the fields before the first one that it refuses.</summary>
/// <remarks>Source: <c>audit_receive_msg</c> (AUDIT_SET) and <c>audit_set_*</c> in <c>kernel/audit.c</c>.</remarks>
public static class ChangeRules
{
    /// <summary><c>enabled</c> of a configuration that cannot change until the next boot.</summary>
    public const uint Locked = 2;

    /// <summary>The shortest time to confirm a change in.</summary>
    public static readonly TimeSpan ShortestConfirm = TimeSpan.FromSeconds(5);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan LongestConfirm = TimeSpan.FromHours(1);

    // AUDIT_FEATURE_BITMAP_BACKLOG_WAIT_TIME in include/uapi/linux/audit.h.
    private const uint WaitTimeFeature = 0x02;
    private const uint MostWaitSeconds = 600;
    private const uint MostChoice = 2;

    /// <summary>What is wrong with a request whatever the host's state is; <see langword="null"/> when nothing is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hz">Ticks per second, where known.</param>
    public static string? Complaint(ConfigChangeRequest request, int? hz)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request switch
        {
            { Fields.Count: 0 } => "Nothing is asked for; accepted are backlog_limit, backlog_wait_time, rate_limit, failure and enabled, any of them.",
            { Failure: > MostChoice } => Said("failure", request.Failure.Value, "0 (silent), 1 (printk) or 2 (panic)"),
            { Enabled: > MostChoice } => Said("enabled", request.Enabled.Value, "0 (off), 1 (on) or 2 (on, and locked until the next boot)"),
            { BacklogWaitTime: { } wait } when hz is { } known && wait > MostWaitSeconds * (long)known =>
                Said("backlog_wait_time", wait, string.Create(CultureInfo.InvariantCulture, $"0 to {MostWaitSeconds * known} ticks, which is {MostWaitSeconds} s at {known} ticks a second")),
            { ConfirmWithin: { } within } when within < ShortestConfirm || within > LongestConfirm =>
                string.Create(CultureInfo.InvariantCulture, $"The time to confirm in is {within.TotalSeconds:0.###} s; accepted are {ShortestConfirm.TotalSeconds:0} to {LongestConfirm.TotalSeconds:0} s."),
            { ConfirmWithin: not null, Enabled: Locked } =>
                "enabled 2 locks the configuration until the next boot, so it cannot be taken back. Send it without a time to confirm in.",
            _ => null,
        };
    }

    /// <summary>Why the host's state does not allow a request; <see langword="null"/> when it does.</summary>
    public static string? Refusal(ConfigChangeRequest request, AuditStatus status)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(status);
        return status.Enabled == Locked
            ? "The audit configuration is locked (enabled 2) and cannot change until the next boot. What the rules files and the boot parameters say counts from then on; counters can still be cleared."
            : request.BacklogWaitTime is not null && (status.BacklogWaitTime is null || (status.FeatureBitmap & WaitTimeFeature) == 0)
                ? "This kernel has no backlog_wait_time that can be set; it came with Linux 3.14."
                : null;
    }

    private static string Said(string field, uint value, string accepted) => string.Create(CultureInfo.InvariantCulture, $"{field} is {value}; accepted is {accepted}.");
}
