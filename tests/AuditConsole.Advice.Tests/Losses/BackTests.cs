using System.Globalization;
using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Losses;
using AuditConsole.Advice.Peaks;
using AuditConsole.Advice.Tests.Support;

namespace AuditConsole.Advice.Tests.Losses;

/// <summary>Advice from a record, held against what the time after it lost.</summary>
public sealed class BackTests(ITestOutputHelper output)
{
    private const string Variable = "AUDITCONSOLE_COVERAGE_HOSTS";
    private const int Days = 60;

    private static int Hosts => int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var hosts) ? hosts : 10;

    public static TheoryData<string> Kinds => [.. SimulatedHost.All.Select(host => host.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheMonthAfterTheRecord_LosesWhatWasForetold(string name)
    {
        var host = SimulatedHost.All.Single(host => host.Name == name);
        var (asked, held, without) = (0, 0, 0);
        for (var seed = 0; seed < Hosts; seed++)
        {
            var hours = host.Hours(new Random(seed), Days);
            var levels = ReturnLevels.Of(PeakRecord.OfHours(hours), 0);
            if (levels.Answers[1].High is not { } high)
            {
                continue;
            }

            // The limit recommended, and one a third lower that does lose records.
            var recommended = (uint)Math.Ceiling(high / HostAdvice.Step) * HostAdvice.Step;
            List<Burst> bursts = [.. hours.Select(hour => new Burst(hour.Hour, hour.Peak, IsAtLeast: false, Records: null, Area: null))];
            var curve = LossCurve.Of(bursts, hours, levels.Model, [recommended, recommended * 2 / 3], TestContext.Current.CancellationToken);
            foreach (var limit in new[] { recommended, recommended * 2 / 3 })
            {
                var lost = host.Lost(new Random(seed + 10_000), ExpectedLoss.Days, limit);
                var expected = curve.Points.Single(point => point.Limit == limit).Expected!;
                asked++;
                held += lost >= expected.Low && lost <= expected.High ? 1 : 0;
                without += limit == recommended && lost == 0 ? 1 : 0;
            }
        }

        output.WriteLine($"{name}: {held} of {asked} within the interval; {without} of {asked / 2} lost nothing at the limit recommended");
        Assert.True(held >= 0.85 * asked, $"{held} of {asked} months lost what was foretold.");
        Assert.True(without >= 0.7 * asked / 2, $"{without} of {asked / 2} lost nothing.");
    }
}
