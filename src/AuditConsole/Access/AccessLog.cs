using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Access;

/// <summary>Writes into the activity who came in, who was turned away, and who changed who may. Any thread may call.</summary>
/// <param name="monitor">Keeps the activity.</param>
/// <param name="time">Tells minutes.</param>
internal sealed class AccessLog(IHostMonitor monitor, TimeProvider time)
{
    /// <summary>Who a wrong name is counted for: what was typed is not repeated, as it may be a password in the wrong field.</summary>
    public const string Unknown = "an unknown name";

    // More names than this in one minute are an attack on all of them.
    private const int MostCounted = 1000;
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, Failures> _failures = new(StringComparer.Ordinal);

    /// <summary>Something that is told each time.</summary>
    /// <param name="by">Who did it.</param>
    /// <param name="text">A sentence, without secrets.</param>
    public Task NoteAsync(Requester by, string text) => monitor.NoteAsync(ActivityKind.Access, by, text, CancellationToken.None);

    /// <summary>A sign-in that failed: the first is told at once, those of the next minute are told by their number when it is over.</summary>
    /// <param name="account">The account's name, or <see cref="Unknown"/>.</param>
    /// <param name="address">From where.</param>
    public async Task FailedAsync(string account, string? address)
    {
        var origin = $"{address ?? "this process"}, page";
        lock (_turn)
        {
            if (_failures.TryGetValue(account, out var known) || _failures.Count >= MostCounted)
            {
                if (known is not null)
                {
                    known.More++;
                    known.Origin = origin;
                }

                return;
            }

            _failures[account] = new Failures(time.GetUtcNow() + s_minute, origin);
        }

        await NoteAsync(new Requester(account, origin), $"A sign-in as {account} failed.");
    }

    /// <summary>Tells the numbers of minutes that are over.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        List<(string Account, Failures Of)> over;
        lock (_turn)
        {
            var now = time.GetUtcNow();
            over = [.. _failures.Where(each => each.Value.Until <= now).Select(each => (each.Key, each.Value))];
            over.ForEach(each => _failures.Remove(each.Account));
        }

        foreach (var (account, failures) in over.Where(each => each.Of.More > 0))
        {
            await monitor.NoteAsync(
                ActivityKind.Access,
                new Requester(account, failures.Origin),
                $"{failures.More} more {(failures.More == 1 ? "sign-in" : "sign-ins")} as {account} failed within the minute, the last from here.",
                cancellationToken);
        }
    }

    private sealed class Failures(DateTimeOffset until, string origin)
    {
        public DateTimeOffset Until => until;

        public string Origin { get; set; } = origin;

        public int More { get; set; }
    }
}
