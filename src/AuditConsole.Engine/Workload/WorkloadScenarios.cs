namespace AuditConsole.Engine.Workload;

/// <summary>The scenarios and their figures.</summary>
internal static class WorkloadScenarios
{
    private static readonly ServiceModel s_lively = new(PassChance: 0.5, PassMost: 32);
    private static readonly ServiceModel s_server = new(PassChance: 0.35, PassMost: 64);

    public static IReadOnlyList<WorkloadScenario> All { get; } =
    [
        new("none", "Nothing is logged; kauditd only drains what is there.", tasks: 0,
            new ServiceModel(PassChance: 1, PassMost: 64), () => new BurstyArrivals(0, 0, 1, 1, new ChangingActivity())),
        new("quiet", "A host with a handful of watches: a few records now and then.", tasks: 0,
            s_lively, () => new BurstyArrivals(0, 0.0015, 1.2, 5, new ChangingActivity())),
        new("bursts", "Steady records with bursts that are over within milliseconds, logged where nobody can sleep.", tasks: 0,
            s_lively, () => new BurstyArrivals(0.4, 0.0006, 12.5, 57, new ChangingActivity())),
        new("desktop", "A workstation with a few watches: a trickle, and a burst whenever a program starts.", tasks: 4,
            s_server, () => new BurstyArrivals(0.15, 0.002, 18, 120, new ChangingActivity())),
        new("build", "A package build: configuring, then compilers that open hundreds of files each, then linking.", tasks: 8,
            s_server, () => new BurstyArrivals(1.5, 0.004, 60, 380,
                new PhasedActivity(Phase.Level(10_000, 0.4), Phase.Level(30_000, 1.4), new Phase(5_000, 0.5, 0.2)))),
        new("boot-storm", "A boot: services start within seconds of each other, then the host calms down; again every two minutes.", tasks: 12,
            s_server, () => new BurstyArrivals(1.2, 0.003, 80, 644,
                new PhasedActivity(new Phase(3_000, 0.2, 8), new Phase(12_000, 8, 3), new Phase(15_000, 3, 0.3), Phase.Level(90_000, 0.3)))),
        new("login-storm", "Two hundred people sign in within ten seconds of every minute: PAM, shells and their start files.", tasks: 32,
            s_server, () => new BurstyArrivals(1.5, 0.01, 30, 150,
                new PhasedActivity(Phase.Level(10_000, 0.15), new Phase(2_000, 0.15, 6), Phase.Level(8_000, 6), new Phase(5_000, 6, 0.15), Phase.Level(35_000, 0.15)))),
        new("stalled-auditd", "auditd writes to a slow disk and stalls for a second now and then, while kauditd has nowhere to send.", tasks: 8,
            new ServiceModel(PassChance: 0.1, PassMost: 2_048), () => new BurstyArrivals(2, 0.002, 40, 200, new ChangingActivity()),
            new AuditdModel(ReadsPerStep: 12, StallsPerStep: 0.000_2, StallMean: 1_200)),
        new("fork-bomb", "Each process starts two more until it is stopped: ten doublings, three seconds at the height, then silence.", tasks: 64,
            s_server, () => new BurstyArrivals(1, 0, 1, 1,
                new PhasedActivity([Phase.Level(4_000, 0.05), .. Phase.Doubling(times: 10, steps: 400, from: 0.05), Phase.Level(3_000, 51.2), Phase.Level(20_000, 0.05)]))),
        new("rule-flood", "A rule without a filter records every system call of a busy server: always more than kauditd can serve.", tasks: 16,
            s_server, () => new BurstyArrivals(28, 0.001, 40, 200, new SteadyActivity())),
        new("poisson", "Independent records at 4,000 a second: what queueing theory assumes.", tasks: 8,
            new ServiceModel(PassChance: 0.2, PassMost: 32), () => new BurstyArrivals(4, 0, 1, 1, new SteadyActivity())),
        new("on-off", "Forty sources that are busy or silent for heavy-tailed (Pareto) times: bursts at every scale.", tasks: 40,
            new ServiceModel(PassChance: 0.35, PassMost: 32), () => new OnOffArrivals(40, shape: 1.4, shortestOn: 20, shortestOff: 120)),
        Recorded("trace-build", "Recorded: a .NET web project built from scratch, 11,454 records in 6.4 s, again and again.", tasks: 8),
        Recorded("trace-forks", "Recorded: a shell starting /bin/true 1,500 times, 22,886 records in 2.0 s, again and again.", tasks: 2),
        Recorded("trace-find", "Recorded: find with cat over small files, 3,409 records in 0.2 s, again and again.", tasks: 2),
        Recorded("trace-git", "Recorded: git clone, gc, status and log, 7,985 records in 0.7 s, again and again.", tasks: 2),
    ];

    private static WorkloadScenario Recorded(string name, string description, int tasks) =>
        new(name, description, tasks, s_server, () => RecordedArrivals.Named(name));
}
