using System.Text.Json;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Changes;

/// <summary>Waits beside a console for the end of its pending change, and takes the change back when nobody else has done so in time.</summary>
/// <remarks>Runs in a process of its own, which outlives the console's.</remarks>
/// <param name="journal">The console's journal.</param>
/// <param name="connect">Opens a connection to the audit subsystem.</param>
/// <param name="bootId">This boot. A change of another one is left alone.</param>
/// <param name="time">The clock.</param>
public sealed class ChangeGuard(ChangeJournal journal, Func<IAuditTransport> connect, string? bootId, TimeProvider time)
{
    /// <summary>How long after its time the console itself may still take a change back.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private const string TakenBackHere = "Nobody confirmed it in time, and the console did not take it back, so its guardian did.";
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestTrying = TimeSpan.FromMinutes(10);

    /// <summary>Waits and does it.</summary>
    /// <returns>Whether the change is settled; it is left for the next start of a console otherwise.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (Read() is not { Pending: { } pending } || pending.BootId != bootId)
        {
            return true;
        }

        var givenUp = pending.Due!.Value + (long)(s_longestTrying.TotalSeconds * time.TimestampFrequency);
        while (IsPending(pending))
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), pending.Due.Value) + Grace;
            if (left <= TimeSpan.Zero)
            {
                if (await TryTakeBackAsync(pending).ConfigureAwait(false))
                {
                    return true;
                }

                if (time.GetTimestamp() > givenUp)
                {
                    return false;
                }
            }

            await Task.Delay(left > TimeSpan.Zero && left < s_look ? left : s_look, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    // A journal that is gone or cannot be read does not say that the change is over.
    private bool IsPending(ChangeRecord change) => Read() is not { } kept || kept.Pending?.Id == change.Id;

    private KeptChanges? Read()
    {
        try
        {
            return journal.Read();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<bool> TryTakeBackAsync(ChangeRecord pending)
    {
        try
        {
            var client = new AuditClient(connect(), time);
            await using (client.ConfigureAwait(false))
            {
                var reversal = await Reversal.RunAsync(
                    pending.Fields,
                    () => client.GetStatusAsync(CancellationToken.None),
                    (field, value) => client.SetAsync(field, value, CancellationToken.None)).ConfigureAwait(false);
                Note(pending.TakenBack(reversal, time.GetUtcNow(), TakenBackHere) with { IsUntold = true });
                return true;
            }
        }
        catch (AuditException)
        {
            return false;
        }
    }

    // Where the console settled it meanwhile, its word stands. Where the note fails, the next console finds the values back.
    private void Note(ChangeRecord over)
    {
        if (Read() is { } kept && kept.Pending?.Id == over.Id)
        {
            journal.Save(kept.With(over));
        }
    }
}
