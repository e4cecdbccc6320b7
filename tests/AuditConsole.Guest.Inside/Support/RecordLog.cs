using System.Globalization;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>Every record the kernel writes from here on, in its order.</summary>
internal sealed class RecordLog : IAsyncDisposable
{
    private readonly NetlinkTransport _records = NetlinkTransport.OpenReadLog();

    public ValueTask DisposeAsync() => _records.DisposeAsync();

    /// <summary>What each clear of the mark returned, by the kernel's own records, from a time up to the record that contains a text.</summary>
    public async Task<IReadOnlyList<uint>> ClearsBeforeAsync(string text, DateTimeOffset since = default) =>
        [.. from record in await BeforeAsync(text)
            where record.At >= since && record.Type == AuditMessageType.ConfigChange && record.Field("backlog_max_depth") == "0"
            select uint.Parse(record.Field("old")!, CultureInfo.InvariantCulture)];

    /// <summary>All records up to the one that contains a text.</summary>
    public async Task<IReadOnlyList<AuditRecord>> BeforeAsync(string text)
    {
        var records = new List<AuditRecord>();
        while (true)
        {
            var message = NetlinkMessage.Split(await _records.ReceiveAsync(TestContext.Current.CancellationToken))[0];
            if (!AuditRecord.TryParse(message.Header.Type, message.Payload.Span, out var record))
            {
                continue;
            }

            if (record!.Text.Contains(text, StringComparison.Ordinal))
            {
                return records;
            }

            records.Add(record);
        }
    }
}
