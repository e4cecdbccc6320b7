using System.Globalization;
using AuditConsole.Components;
using AuditConsole.Hosting;
using AuditConsole.Kernel.Host;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Records;

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
        return [Source(feed, state), History(state, history), Clear(state), .. Peaks(feed, state), .. Kernel(feed, state)];
    }

    private HealthFinding Source(HostFeed feed, MonitorState state) => (feed.Description.Source, state.Problem, host.Choice.KernelRefusal) switch
    {
        (_, { } problem, _) => HealthFinding.Bad("source", FindingSeverity.Crit, Words.Say(HealthText.NotAsked, feed.Description.Host), Words.Say(HealthText.TriesAgain, problem)),
        (HostSource.Engine, _, { } refusal) => HealthFinding.Bad("source", FindingSeverity.Note, HealthText.SimulatedNoKernel, Words.Say(HealthText.StartAgain, refusal)),
        (HostSource.Engine, _, _) => HealthFinding.Bad("source", FindingSeverity.Note, HealthText.SimulatedChosen, HealthText.SimulatedRemedy),
        _ => HealthFinding.Good("source", Words.Say(HealthText.Asked, feed.Description.Host, feed.Description.System, (1 / host.Settings.SampleInterval.TotalSeconds).ToString("0.#", CultureInfo.InvariantCulture))),
    };

    private static HealthFinding History(MonitorState state, IHistory history) => state switch
    {
        { HistoryProblem: { } problem } => HealthFinding.Bad(
            "history", FindingSeverity.Crit, Words.Say(HealthText.HistoryWaits, problem, state.WaitingWindows, state.JoinedWindows), HealthText.NothingCleared),
        _ => HealthFinding.Good("history", Words.Say(HealthText.KeptIn, history.Location)),
    };

    private static HealthFinding Clear(MonitorState state) => state.ClearRefusal is { } refusal
        ? HealthFinding.Bad("lease", FindingSeverity.Note, refusal, HealthText.LeaseRemedy)
        : HealthFinding.Good("lease", HealthText.LeaseOurs);

    // What the probe and the sampler do now; what this machine permits them is told by the kernel's findings.
    private static IEnumerable<HealthFinding> Peaks(HostFeed feed, MonitorState state)
    {
        if (feed.Description.Source != HostSource.Kernel || !state.Connected)
        {
            yield break;
        }

        if (state.Tier is Tier.Kernel or Tier.Probe)
        {
            yield return HealthFinding.Good("tier", Words.Say(HealthText.PeaksExact, state.TierReason));
        }
        else
        {
            yield return HealthFinding.Bad("tier", FindingSeverity.Warn, Words.Say(HealthText.PeaksLower, state.TierReason), HealthText.PeaksRemedy);
        }

        yield return Records(state.Records);
        if (state.TrailProblem is { } trail)
        {
            yield return HealthFinding.Bad("trail", FindingSeverity.Warn, trail, HealthText.TrailRemedy);
        }

        if (state.Sampler is { } sampler)
        {
            yield return sampler switch
            {
                { Problem: { } problem } => HealthFinding.Bad("sampler", FindingSeverity.Warn, HealthText.NotMoreOften, problem),
                { SeesKauditd: false } => HealthFinding.Bad("sampler", FindingSeverity.Note, HealthText.NoKauditd, HealthText.NoKauditdRemedy),
                _ => HealthFinding.Good("sampler", Words.Say(HealthText.SamplerGood, Words.Percent(sampler.CpuShare))),
            };
        }
    }

    private static HealthFinding Records(RecordsState records) => records switch
    {
        { Joined: true, Missed: > 0 } => HealthFinding.Bad("records", FindingSeverity.Note,
            Words.Say(HealthText.RecordsMissed, records.Missed), HealthText.RecordsMissedRemedy),
        { Joined: true } => HealthFinding.Good("records", HealthText.RecordsSeen),
        _ => HealthFinding.Bad("records", FindingSeverity.Note, HealthText.RecordsNotSeen, records.Refusal ?? HealthText.RecordsJoining),
    };

    private IEnumerable<HealthFinding> Kernel(HostFeed feed, MonitorState state)
    {
        var isKernel = feed.Description.Source == HostSource.Kernel;
        var status = isKernel ? feed.Latest?.Status : null;
        return new KernelAccess(new KernelHost())
            .Examine(status, isKernel ? state.Refusal : host.Choice.Refusal, isKernel ? state.LostAtStart : null)
            .Where(finding => status is not null || !s_needStatus.Contains(finding.Id))
            .Select(HealthFinding.Of);
    }
}
