using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>Counts the records of a window by who caused them; keeps none of their text. Any thread may call.</summary>
/// <param name="processId">The console's own process.</param>
/// <param name="executable">The console's own program; <see langword="null"/> where others share it.</param>
internal sealed class ProducerCounts(int processId, string? executable)
{
    private const int Places = 128;

    private readonly Lock _gate = new();
    private readonly UserNames _users = new();
    private readonly RecentEvents _events = new();
    private readonly string _processId = processId.ToString(CultureInfo.InvariantCulture);
    private Dictionary<string, SpaceSaving> _counts = New();
    private long _records;
    private long _own;

    /// <summary>Counts for this process.</summary>
    public static ProducerCounts OfThisProcess() => new(
        Environment.ProcessId, Path.GetFileName(Environment.ProcessPath) == "dotnet" ? null : Environment.ProcessPath);

    public void Add(AuditRecord record)
    {
        lock (_gate)
        {
            var producer = _events.Of(record.Serial);
            if (producer is null)
            {
                producer = Producer.Of(record);
                if (record.Type == AuditMessageType.Syscall)
                {
                    _events.Remember(record.Serial, producer);
                }
            }

            _records++;
            _own += producer.ProcessId == _processId || (executable is not null && producer.Executable == executable) ? 1 : 0;
            Count(ProducerKinds.Type, RecordTypes.NameOf(record.Type));
            Count(ProducerKinds.Key, producer.Key);
            Count(ProducerKinds.Executable, producer.Executable);
            Count(ProducerKinds.LoginUser, producer.LoginUserId);
        }
    }

    /// <summary>Ends the counts and begins the next.</summary>
    /// <param name="missed">How often records were skipped meanwhile.</param>
    public WindowProducers Take(long missed)
    {
        lock (_gate)
        {
            var shares = from pair in _counts
                         from top in pair.Value.Top(WindowProducers.MostShares)
                         select new ProducerShare(pair.Key, Named(pair.Key, top.Value), top.Count, top.Error);
            var taken = new WindowProducers(_records, _own, missed, [.. shares]);
            (_counts, _records, _own) = (New(), 0, 0);
            return taken;
        }
    }

    private static Dictionary<string, SpaceSaving> New() => ProducerKinds.All.ToDictionary(kind => kind, _ => new SpaceSaving(Places), StringComparer.Ordinal);

    private string Named(string kind, string value) =>
        kind == ProducerKinds.LoginUser && uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? _users.User(id) : value;

    private void Count(string kind, string? value)
    {
        if (value is not null)
        {
            _counts[kind].Add(value);
        }
    }
}
