using System.Globalization;
using System.Text;
using AuditConsole.Engine.Loss;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Kauditd;

/// <summary>What becomes of a record that auditd did not get. Any thread may call any member.</summary>
/// <remarks>Source: <c>kauditd_retry_skb</c>, <c>kauditd_hold_skb</c> and <c>kauditd_rehold_skb</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class OverflowActions(EngineSettings settings, RecordQueues queues, LossLedger losses, Printer printer)
{
    /// <summary>Keeps it for another try with the same auditd, while the retry queue has room.</summary>
    public void Retry(in QueuedRecord record, int error)
    {
        if (!queues.Retry.TryAppend(record, settings.BacklogLimit))
        {
            Print(record);
            losses.Lose(LossReason.RetryOverflow);
        }
    }

    /// <summary>Prints it and keeps it for the next auditd, if the engine was started with <c>audit=1</c>. If not, it is gone and not even counted.</summary>
    public void Hold(in QueuedRecord record, int error)
    {
        Print(record);
        if (!settings.AuditDefault)
        {
            return;
        }

        var isOnlyBusy = error == -Errno.TryAgain;
        var queue = isOnlyBusy ? queues.Retry : queues.Hold;
        if (!queue.TryAppend(record, settings.BacklogLimit))
        {
            losses.Lose(isOnlyBusy ? LossReason.RetryOverflow : LossReason.HoldOverflow);
        }
    }

    /// <summary>Puts a held record back to the end of the hold queue.</summary>
    public void HoldAgain(in QueuedRecord record, int error) => queues.Hold.Append(record);

    private void Print(QueuedRecord record)
    {
        if (record.Type != AuditMessageType.EndOfEvent)
        {
            printer.Print(() => string.Create(CultureInfo.InvariantCulture, $"type={(ushort)record.Type} {Encoding.UTF8.GetString(record.ToPayload())}"));
        }
    }
}
