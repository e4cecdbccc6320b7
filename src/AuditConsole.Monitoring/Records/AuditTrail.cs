using System.Text;
using System.Threading.Channels;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>Writes what operators change into the host's own audit trail, with their names. Any thread may call.</summary>
/// <remarks>
/// The kernel's own CONFIG_CHANGE record names the user this program runs as, which says nothing about who asked. Each record goes over a
/// connection of its own: the kernel may hold its sender as long as <c>backlog_wait_time</c>, and nothing waits for that.
/// </remarks>
internal sealed class AuditTrail(HostDescription host, HostFeed feed, TimeProvider time) : IDisposable
{
    private const int MostWaiting = 256;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Channel<Activity> _waiting = Channel.CreateBounded<Activity>(MostWaiting);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private Task? _writing;

    /// <summary>Takes an entry of the activity; what is no change of the host is passed over.</summary>
    public void Tell(Activity entry)
    {
        if (!host.WritesTrail || !IsChange(entry.Kind))
        {
            return;
        }

        if (!_waiting.Writer.TryWrite(entry))
        {
            feed.Update(state => state with { TrailProblem = $"More than {MostWaiting} changes wait to be written to the audit trail; the newest are not." });
        }

        lock (_starting)
        {
            _writing ??= Task.Run(() => WriteAllAsync(_stopping.Token));
        }
    }

    /// <summary>Waits until what was told is written, at most as long as a stop waits for the host.</summary>
    public async Task StopAsync()
    {
        _waiting.Writer.TryComplete();
        var writing = _writing ?? Task.CompletedTask;
        await writing.WaitAsync(s_patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>The record's text: who did what, in the fields that <c>ausearch</c> and <c>aureport</c> know.</summary>
    internal static string TextOf(Activity entry)
    {
        var what = entry.Field is { } field
            ? $"op={entry.Kind switch { ActivityKind.ChangeConfirmed => "confirm", ActivityKind.ChangeReverted => "revert", _ => "set" }} {field}={Value(entry.NewValue)} old={Value(entry.OldValue)}"
            : entry.Kind switch
            {
                ActivityKind.SourceReset => $"op=reset backlog_max_depth=0 old={Value(entry.Value)}",
                ActivityKind.LostReset => $"op=reset lost=0 old={Value(entry.Value)}",
                ActivityKind.WaitReset => $"op=reset backlog_wait_time_actual=0 old={Value(entry.Value)}",
                ActivityKind.ChangeConfirmed => "op=confirm",
                ActivityKind.ChangeReverted => "op=revert",
                _ => "op=set",
            };
        return $"{what} {AuditText.Field("acct", entry.Actor)} exe=\"AuditConsole\" {AuditText.Field("from", entry.Origin ?? "")} res={(entry.Refused ? "failed" : "success")}";
    }

    private static string Value(uint? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?";

    private static bool IsChange(ActivityKind kind) => kind is
        ActivityKind.SourceReset or ActivityKind.LostReset or ActivityKind.WaitReset or
        ActivityKind.Configured or ActivityKind.ChangeConfirmed or ActivityKind.ChangeReverted;

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var entry in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await WriteAsync(entry, cancellationToken).ConfigureAwait(false);
                feed.Update(state => state with { TrailProblem = null });
            }
            catch (Exception e) when (e is AuditException or TimeoutException)
            {
                feed.Update(state => state with { TrailProblem = $"A change by {entry.Actor} could not be written to the audit trail: {e.Message}" });
            }
        }
    }

    private async Task WriteAsync(Activity entry, CancellationToken cancellationToken)
    {
        var client = new AuditClient(host.Connect(), time);
        await using (client.ConfigureAwait(false))
        {
            // Terminated, as libaudit sends it; the kernel cuts the end off.
            await client.SendUserRecordAsync(AuditMessageType.UserSystemConfig, Encoding.UTF8.GetBytes(TextOf(entry) + '\0'), cancellationToken)
                .WaitAsync(s_patience, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
