using AuditConsole.Monitoring.History;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Goes on where the last run of the console ended.</summary>
internal static class HostResume
{
    private static readonly TimeSpan s_remembered = TimeSpan.FromHours(2);

    /// <summary>Opens the history.</summary>
    /// <returns>Whether it could be opened; the problem is published otherwise.</returns>
    public static async Task<bool> TryAsync(HostContext context, DateTimeOffset at, CancellationToken cancellationToken)
    {
        HostState? state = null;
        await context.Committer.TryAsync(
            async () =>
            {
                state = await context.History.OpenHostAsync(context.Host.Host, context.Host.Source, cancellationToken).ConfigureAwait(false);
                context.Feed.Remember(
                    await context.History.PollsAsync(context.Host.Host, at - s_remembered, at, int.MaxValue, cancellationToken).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);
        if (state is null)
        {
            return false;
        }

        context.Keeper = WindowKeeper.Resume(context.Host, state, at);
        context.Mark.Resume(state.Mark);
        await RecordAsync(context, state, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task RecordAsync(HostContext context, HostState state, CancellationToken cancellationToken)
    {
        await context.RecordAsync(
            ActivityKind.Started,
            null,
            state.CommittedTo is null ? "The console watches this host for the first time." : "The console started; the time since its last window was not watched.",
            cancellationToken).ConfigureAwait(false);
        if (state.Intent is { } intent)
        {
            await context.RecordAsync(
                ActivityKind.ClearInterrupted,
                intent.Mark,
                "The console ended between a read-and-clear and the commit of its value. The mark read just before is kept; anything higher within that moment is not known.",
                cancellationToken).ConfigureAwait(false);
        }
    }
}
