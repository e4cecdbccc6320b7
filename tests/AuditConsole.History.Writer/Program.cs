// Writes windows of several hosts at full speed until it is killed, or for a minute: AuditConsole.History.Writer sqlite|postgres CONNECTION.
// Each line of its output names a host and the number of a window that is committed.
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Postgres;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;

const int Hosts = 8;
const int Together = 25;
var length = TimeSpan.FromSeconds(15);
await using IHistory history = args[0] == "postgres" ? new PostgresHistory(args[1]) : new SqliteHistory(args[1]);
using var minute = new CancellationTokenSource(TimeSpan.FromMinutes(1));
await Task.WhenAll(Enumerable.Range(0, Hosts).Select(async number =>
{
    var host = $"host-{number}";
    var state = await history.OpenHostAsync(host, HostSource.Kernel, CancellationToken.None);
    var from = state.CommittedTo ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    while (!minute.IsCancellationRequested)
    {
        var windows = Enumerable.Range(0, Together).Select(i => new PollWindow
        {
            Host = host,
            From = from + (i * length),
            To = from + ((i + 1) * length),
            Peak = (uint)(from.Ticks / length.Ticks) + (uint)i,
            Tier = Tier.Kernel,
        }).ToList();
        foreach (var committed in await Task.WhenAll(windows.Select(window => history.AppendAsync(window, new HostState { CommittedTo = window.To }, CancellationToken.None))))
        {
            Console.WriteLine($"{host} {committed.Seq}");
        }

        from = windows[^1].To;
    }
}));
