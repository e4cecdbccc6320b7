using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Takes in answers, and reads and clears the source's own mark. Runs in the monitor's loop.</summary>
internal sealed class SourceMark(HostContext context)
{
    /// <summary>Takes an answer into the window and the mark shown, and writes down what others changed.</summary>
    public async Task ObserveAsync(AuditStatus status, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var fell = context.Keeper?.Observe(status, at) ?? false;
        var lost = context.Status is { } previous && status.Lost > previous.Lost ? status.Lost - previous.Lost : 0;
        context.Mark.Observe(status, lost, context.SourceMarkOf(status), fell, at);
        context.Losses.Observe(status);
        await context.Records.ObserveAsync(context.Status, status, fell, at, cancellationToken).ConfigureAwait(false);
        context.Status = status;
    }

    /// <summary>Writes down that a clear follows, and what it will return at least.</summary>
    /// <returns>Whether the history took it. Nothing may be cleared otherwise.</returns>
    /// <remarks>A closed window that still waits is committed first: its commit would take off what is written down here.</remarks>
    public async Task<bool> IntendAsync(uint mark, CancellationToken cancellationToken)
    {
        await context.Records.SettleAsync(cancellationToken).ConfigureAwait(false);
        return await context.Committer.TryAsync(
            () => context.History.IntendClearAsync(context.Host.Host, new ClearIntent(context.Now(), mark), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads and clears the mark. Its value is taken in even when the console is told to stop meanwhile: nobody can read it again.</summary>
    public async Task<uint> ClearAsync(AuditClient client, string by, CancellationToken cancellationToken)
    {
        var value = await ReadAndClearAsync(client, cancellationToken).ConfigureAwait(false);
        var at = context.Now();
        context.Keeper!.Cleared(value, at);
        context.Mark.Cleared(value, at);
        context.Feed.CountReset("backlog_max_depth", by);
        var after = await context.AskAsync(client, client.GetStatusAsync(CancellationToken.None), cancellationToken).ConfigureAwait(false);
        context.Keeper.SetFloor(after.BacklogMaxDepth);
        await ObserveAsync(after, context.Now(), cancellationToken).ConfigureAwait(false);
        return value;
    }

    private async Task<uint> ReadAndClearAsync(AuditClient client, CancellationToken cancellationToken)
    {
        var own = context.Records.Own.Expect(AuditCounter.BacklogMaxDepth, context.Now());
        var clear = client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, CancellationToken.None);
        try
        {
            var value = await context.AskAsync(client, clear, cancellationToken).ConfigureAwait(false);
            own.Answer(value, context.Now());
            return value;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var value = await clear.WaitAsync(HostContext.StopPatience, context.Time, CancellationToken.None).ConfigureAwait(false);
            own.Answer(value, context.Now());
            return value;
        }
        catch (AuditException)
        {
            context.Keeper!.ClearInDoubt();
            throw;
        }
    }
}
