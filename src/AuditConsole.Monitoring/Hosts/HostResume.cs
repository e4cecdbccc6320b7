using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Goes on where the last run of the console ended.</summary>
internal sealed class HostResume(HostContext context)
{
    private static readonly TimeSpan s_remembered = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(15);

    private Opened? _opened;
    private long _due;

    /// <summary>Opens the history, or finds that an attempt whose end was not waited for has opened it.</summary>
    /// <returns>Whether it is open; the problem is published otherwise.</returns>
    public async Task<bool> TryAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _opened) is null && context.Time.GetTimestamp() >= _due)
        {
            _due = context.Time.After(context.Options.PollInterval < s_longestPause ? context.Options.PollInterval : s_longestPause);
            await context.Committer.TryAsync(() => OpenAsync(at), cancellationToken).ConfigureAwait(false);
        }

        if (Volatile.Read(ref _opened) is not { } opened)
        {
            return false;
        }

        context.Feed.Remember(opened.Windows);
        context.Keeper = WindowKeeper.Resume(context.Host, opened.State, at);
        context.Mark.Resume(opened.State.Mark);
        await RecordAsync(opened.State, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task OpenAsync(DateTimeOffset at)
    {
        var state = await context.History.OpenHostAsync(context.Host.Host, context.Host.Source, CancellationToken.None).ConfigureAwait(false);
        var windows = await context.History.PollsAsync(context.Host.Host, at - s_remembered, DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None).ConfigureAwait(false);
        Volatile.Write(ref _opened, new Opened(state, windows));
    }

    private async Task RecordAsync(HostState state, CancellationToken cancellationToken)
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

    private sealed record Opened(HostState State, IReadOnlyList<PollWindow> Windows);
}
