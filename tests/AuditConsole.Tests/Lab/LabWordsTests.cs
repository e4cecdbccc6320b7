using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Workload;
using AuditConsole.Lab;

namespace AuditConsole.Tests.Lab;

public sealed class LabWordsTests
{
    [Theory]
    [InlineData(0, "0\u00a0B")]
    [InlineData(1, "2.3\u00a0KiB")]
    [InlineData(8192, "18\u00a0MiB")]
    [InlineData(1_000_000, "2.1\u00a0GiB")]
    public void Memory_SoManyRecords_InAFittingUnit(long records, string expected) => Assert.Equal(expected, LabWords.Memory(records));

    [Theory]
    [InlineData("none", "No records, logged where nobody can sleep")]
    [InlineData("poisson", "About 4,000\u00a0records a second, by 8\u00a0tasks that can sleep; kauditd takes up to 32 in a pass, 6,400 a second.")]
    [InlineData("stalled-auditd", "auditd reads up to 12,000 a second between its stalls")]
    public void Figures_Scenario_SaysRateTasksAndService(string name, string expected) =>
        Assert.Contains(expected, LabWords.Figures(WorkloadScenario.Named(name)), StringComparison.Ordinal);

    [Theory]
    [InlineData(64u, 3, 0, "At limit 64, build loses 3\u00a0records.")]
    [InlineData(64u, 0, 2_500, "At limit 64, build loses nothing, but its tasks wait 2.5\u00a0s.")]
    [InlineData(0u, 0, 0, "Without a limit, build loses nothing and nobody waits.")]
    public void Answer_Outcome_SaysIt(uint limit, long lost, int waited, string expected)
    {
        var options = new SimulationOptions { Scenario = WorkloadScenario.Named("build"), BacklogLimit = limit };
        var state = new SimulationState { Losses = new LossesByReason(lost, 0, 0, 0), Waited = TimeSpan.FromMilliseconds(waited) };

        Assert.Equal(expected, LabWords.Answer("build", options, new LabView(state, 1, 1, [], IsEarly: false)));
    }

    [Fact]
    public void Second_EndedEarly_SaysWhatARunTakes() =>
        Assert.Contains("up to 10,000,000 records and a backlog of 1,000,000", LabWords.Second(new LabView(default, 1, 1, [], IsEarly: true)), StringComparison.Ordinal);
}
