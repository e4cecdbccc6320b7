using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>What operators may reset. Everything but the baseline runs in the monitor's loop.</summary>
internal sealed class HostResets(HostContext context, SourceMark source)
{
    // AUDIT_FEATURE_BITMAP_LOST_RESET in include/uapi/linux/audit.h.
    private const uint LostResetFeature = 0x20;

    public async Task<ResetResult> BaselineAsync(Requester by, CancellationToken cancellationToken)
    {
        var snapshot = context.Feed.Latest ?? throw new HostBusyException("Nothing has been read from this host yet, so there is no mark to end.");
        var at = context.Now();
        var (ended, begun) = context.Mark.Reset(snapshot.Status, context.SourceMarkOf(snapshot.Status) ?? 0, at);
        var value = ended?.Value ?? snapshot.Mark.Value;
        context.Feed.Amend(latest => latest with { Mark = begun });

        // A history that cannot be written now gets the mark with the next window.
        await context.Committer.TryAsync(() => context.History.SaveMarkAsync(context.Host.Host, begun, cancellationToken), cancellationToken).ConfigureAwait(false);
        await context.RecordAsync(ActivityKind.BaselineReset, by, value, at, "New baseline of the high-water mark.", cancellationToken).ConfigureAwait(false);
        return new ResetResult(value, at, snapshot.Tier);
    }

    public async Task<ResetResult> SourceAsync(AuditClient client, Requester by, CancellationToken cancellationToken)
    {
        if (context.Keeper is not { } keeper || context.Status?.BacklogMaxDepth is not { } mark)
        {
            throw new ResetRefusedException("The history has not been opened yet, and nothing is cleared before its value can be kept.");
        }

        if (!await source.IntendAsync(Math.Max(mark, keeper.Open.Peak), cancellationToken).ConfigureAwait(false))
        {
            throw new ResetRefusedException($"Nothing is cleared while its value cannot be kept. {context.Committer.Problem}");
        }

        var value = await source.ClearAsync(client, "operator", cancellationToken).ConfigureAwait(false);

        // The value lives in the open window alone until that is committed.
        await source.IntendAsync(keeper.Open.Peak, cancellationToken).ConfigureAwait(false);
        var at = context.Now();
        var (_, begun) = context.Mark.Reset(context.Status!, sourceFloor: 0, at);
        context.Feed.Amend(latest => latest with { Mark = begun, Status = context.Status! });
        var text = context.Host.Source == HostSource.Engine ? "The engine's own mark was cleared." : "The kernel's own mark was cleared, for every reader.";
        await context.RecordAsync(ActivityKind.SourceReset, by, value, at, text, cancellationToken).ConfigureAwait(false);
        return new ResetResult(value, at, context.Feed.State.Tier);
    }

    public async Task<ResetResult> CounterAsync(AuditClient client, AuditCounter counter, Requester by, CancellationToken cancellationToken)
    {
        var (kind, name, known) = counter == AuditCounter.Lost
            ? (ActivityKind.LostReset, "lost", (context.Status?.FeatureBitmap & LostResetFeature) != 0)
            : (ActivityKind.WaitReset, "backlog_wait_time_actual", context.Status?.BacklogWaitTimeActual is not null);
        if (!known)
        {
            // An older kernel acknowledges the request as if the counter had been 0, and clears nothing.
            throw new ResetRefusedException($"This kernel cannot clear {name}; it counts on until the next boot.");
        }

        var own = context.Records.Own.Expect(counter, context.Now());
        var value = await context.AskAsync(client, client.ReadAndClearAsync(counter, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        var at = context.Now();
        own.Answer(value, at);
        CounterCleared(counter, value);
        context.Feed.Amend(latest => latest with
        {
            Status = counter == AuditCounter.Lost ? latest.Status with { Lost = 0 } : latest.Status with { BacklogWaitTimeActual = 0 },
        });
        context.Feed.CountReset(name, "operator");
        await context.RecordAsync(kind, by, value, at, $"The counter {name} was cleared.", cancellationToken).ConfigureAwait(false);
        return new ResetResult(value, at, context.Feed.State.Tier);
    }

    private void CounterCleared(AuditCounter counter, uint value)
    {
        context.Feed.Totals.Of(counter)?.Cleared(value);
        if (counter == AuditCounter.Lost)
        {
            context.Keeper?.LostCleared(value);
            context.Status = context.Status is null ? null : context.Status with { Lost = 0 };
        }
        else
        {
            context.Keeper?.WaitCleared(value);
        }
    }
}
