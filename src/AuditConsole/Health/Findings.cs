using AuditConsole.Hosting;
using AuditConsole.Kernel.Host;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Health;

/// <summary>The findings of the running console: its source, its history, its right to clear, and what this machine's kernel allows.</summary>
internal sealed class Findings(MonitoredHost host, IHistory history) : IFindings
{
    // Of a kernel that was not asked, or did not answer, nothing can be said about these.
    private static readonly string[] s_needStatus = ["backlog_max_depth", "backlog_wait_time"];

    public IReadOnlyList<HealthFinding> Examine()
    {
        var feed = host.Monitor.Feed;
        var state = feed.State;
        return [Source(feed, state), History(state, history), Clear(state), .. Kernel(feed, state)];
    }

    private HealthFinding Source(HostFeed feed, MonitorState state) => (feed.Description.Source, state.Problem, host.Choice.KernelRefusal) switch
    {
        (_, { } problem, _) => HealthFinding.Bad("source", FindingSeverity.Crit, $"{feed.Description.Host} cannot be asked.", $"{problem} The console tries again by itself every few seconds."),
        (HostSource.Engine, _, { } refusal) => HealthFinding.Bad("source", FindingSeverity.Note, "The figures are simulated, because this machine's kernel cannot be asked.", $"{refusal} Start the console again once that is put right."),
        (HostSource.Engine, _, _) => HealthFinding.Bad("source", FindingSeverity.Note, "The figures are simulated: AuditConsole:Source is engine.", "Set AuditConsole:Source to auto or kernel to watch this machine."),
        _ => HealthFinding.Good("source", $"{feed.Description.Host} ({feed.Description.System}) is asked {1 / host.Settings.SampleInterval.TotalSeconds:0.#} times a second."),
    };

    private static HealthFinding History(MonitorState state, IHistory history) => state switch
    {
        { HistoryProblem: { } problem } => HealthFinding.Bad(
            "history", FindingSeverity.Crit, $"{problem} {state.WaitingWindows} windows wait in memory, {state.DroppedWindows} were dropped.", "Nothing is cleared at the source meanwhile, so no peak is destroyed."),
        _ => HealthFinding.Good("history", $"Windows are kept in {history.Location}."),
    };

    private static HealthFinding Clear(MonitorState state) => state.ClearRefusal is { } refusal
        ? HealthFinding.Bad("lease", FindingSeverity.Note, refusal, "End the other console, or let this one observe: peaks are then exact only in windows in which the mark rises.")
        : HealthFinding.Good("lease", "This console owns the read-and-clear of the mark.");

    private IEnumerable<HealthFinding> Kernel(HostFeed feed, MonitorState state)
    {
        var isKernel = feed.Description.Source == HostSource.Kernel;
        var status = isKernel ? feed.Latest?.Status : null;
        return new KernelAccess(new KernelHost())
            .Examine(status, isKernel ? state.Refusal : host.Choice.Refusal)
            .Where(finding => status is not null || !s_needStatus.Contains(finding.Id))
            .Select(HealthFinding.Of);
    }
}
