using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>What operators may reset. Everything but the baseline runs in the monitor's loop.</summary>
internal sealed class HostResets(HostWatch watch)
{
    // AUDIT_FEATURE_BITMAP_LOST_RESET in include/uapi/linux/audit.h.
    private const uint LostResetFeature = 0x20;

    public async Task<ResetResult> BaselineAsync(string actor, string? reason, CancellationToken cancellationToken)
    {
        var snapshot = watch.Feed.Latest ?? throw new HostBusyException("Nothing has been read from this host yet, so there is no mark to end.");
        var at = watch.Now();
        var (ended, begun) = watch.Mark.Reset(snapshot.Status, snapshot.Status.BacklogMaxDepth ?? 0, at);
        var value = ended?.Value ?? snapshot.Mark.Value;

        // A history that cannot be written now gets the mark with the next window.
        await watch.Committer.TryAsync(() => watch.History.SaveMarkAsync(watch.Host.Host, begun, cancellationToken), cancellationToken).ConfigureAwait(false);
        await watch.RecordAsync(ActivityKind.BaselineReset, actor, value, WithReason("New baseline of the high-water mark.", reason), cancellationToken).ConfigureAwait(false);
        return new ResetResult(value, at, snapshot.Tier);
    }

    public async Task<ResetResult> SourceAsync(AuditClient client, string actor, string? reason, CancellationToken cancellationToken)
    {
        if (watch.Keeper is not { } keeper || watch.Status?.BacklogMaxDepth is not { } mark)
        {
            throw new ResetRefusedException("The history has not been opened yet, and nothing is cleared before its value can be kept.");
        }

        if (!await watch.IntendAsync(Math.Max(mark, keeper.Open.Peak), cancellationToken).ConfigureAwait(false))
        {
            throw new ResetRefusedException($"Nothing is cleared while its value cannot be kept. {watch.Committer.Problem}");
        }

        var value = await watch.ClearAsync(client, "operator", cancellationToken).ConfigureAwait(false);

        // The value lives in the open window alone until that is committed.
        await watch.IntendAsync(keeper.Open.Peak, cancellationToken).ConfigureAwait(false);
        var at = watch.Now();
        watch.Mark.Reset(watch.Status!, sourceFloor: 0, at);
        var text = watch.Host.Source == HostSource.Engine ? "The engine's own mark was cleared." : "The kernel's own mark was cleared, for every reader.";
        await watch.RecordAsync(ActivityKind.SourceReset, actor, value, WithReason(text, reason), cancellationToken).ConfigureAwait(false);
        return new ResetResult(value, at, watch.Feed.State.Tier);
    }

    public async Task<ResetResult> CounterAsync(AuditClient client, AuditCounter counter, string actor, CancellationToken cancellationToken)
    {
        var (kind, name, known) = counter == AuditCounter.Lost
            ? (ActivityKind.LostReset, "lost", (watch.Status?.FeatureBitmap & LostResetFeature) != 0)
            : (ActivityKind.WaitReset, "backlog_wait_time_actual", watch.Status?.BacklogWaitTimeActual is not null);
        if (!known)
        {
            // An older kernel acknowledges the request as if the counter had been 0, and clears nothing.
            throw new ResetRefusedException($"This kernel cannot clear {name}; it counts on until the next boot.");
        }

        var value = await watch.AskAsync(client, client.ReadAndClearAsync(counter, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        watch.CounterCleared(counter, value);
        watch.Feed.CountReset(name, "operator");
        await watch.RecordAsync(kind, actor, value, $"The counter {name} was cleared.", cancellationToken).ConfigureAwait(false);
        return new ResetResult(value, watch.Now(), watch.Feed.State.Tier);
    }

    private static string WithReason(string text, string? reason) => string.IsNullOrWhiteSpace(reason) ? text : $"{text} Reason: {reason.Trim()}";
}
