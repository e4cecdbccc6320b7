using System.Globalization;
using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Peaks;
using AuditConsole.Advice.Tests.Support;
using MathNet.Numerics.Distributions;

namespace AuditConsole.Advice.Tests.Levels;

/// <summary>Whether intervals that say 95 % hold the truth 95 times of 100, on hosts whose truth is known.</summary>
public sealed class CoverageTests(ITestOutputHelper output)
{
    private const string Variable = "AUDITCONSOLE_COVERAGE_HOSTS";

    private static int Hosts => int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var hosts) ? hosts : 10;

    public static TheoryData<string, int> Kinds
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var host in SimulatedHost.All)
            {
                data.Add(host.Name, 30);
                data.Add(host.Name, 90);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Intervals_HoldTheTrueLevel_AboutAsOftenAsTheySay(string name, int days)
    {
        var host = SimulatedHost.All.Single(host => host.Name == name);
        var (answered, held, distances) = (0, 0, new List<Distances>());
        for (var seed = 0; seed < Hosts; seed++)
        {
            var hours = host.Hours(new Random(seed), days);
            if (ReturnLevels.Of(PeakRecord.OfHours(hours), 0).Answers[1] is { Level: not null } answer)
            {
                answered++;
                held += answer.Low <= host.Level(90) && host.Level(90) <= answer.High ? 1 : 0;
                distances.Add(Distances.Of(answer.High!.Value, hours.Max(hour => hour.Peak), host.Level(90)));
            }
        }

        output.WriteLine($"{name}, {days} days: {held} of {answered} ({100.0 * held / Math.Max(1, answered):0.0} %); median |log(limit/level)| {Median(distances, each => each.Recommended):0.000}, of 1.25 times the highest peak {Median(distances, each => each.QuarterMore):0.000}, of 64 doubled until quiet {Median(distances, each => each.Doubled):0.000}, of 8,192 {Median(distances, each => each.Usual):0.000}");
        Assert.True(answered >= 0.9 * Hosts, $"Only {answered} of {Hosts} were answered.");
        // So few that at a coverage of 90 % one run in a thousand has fewer; so that few hosts cannot fail by chance.
        var least = Enumerable.Range(0, answered + 1).First(count => Binomial.CDF(0.90, answered, count) > 0.001);
        Assert.True(held >= least, $"{held} of {answered} intervals held the truth; at 90 % at least {least} would.");
    }

    private static double Median(List<Distances> values, Func<Distances, double> of) => values.Count == 0 ? 0 : values.Select(of).Order().ElementAt(values.Count / 2);

    /// <summary>How far limits are from the true level, as |log(limit / level)|.</summary>
    private sealed record Distances(double Recommended, double Usual, double QuarterMore, double Doubled)
    {
        public static Distances Of(double recommended, uint highest, double level)
        {
            var thumbs = RuleOfThumb.LimitsFor(highest).ToDictionary(thumb => thumb.Kind, thumb => From(thumb.Limit));
            return new(From(recommended), thumbs[ThumbKind.Usual], thumbs[ThumbKind.QuarterMore], thumbs[ThumbKind.DoubleUntilQuiet]);

            double From(double limit) => Math.Abs(Math.Log(limit / level));
        }
    }
}
