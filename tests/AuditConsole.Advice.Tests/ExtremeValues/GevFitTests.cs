using System.Text.Json;
using AuditConsole.Advice.ExtremeValues;
using AuditConsole.Advice.Tests.Support;

namespace AuditConsole.Advice.Tests.ExtremeValues;

/// <summary>Fits against published ones and against those of R's evd, an implementation of its own.</summary>
public sealed class GevFitTests
{
    [Fact]
    public void PortPirie_AgreesWithThePublishedFit_ToEveryPrintedDigit()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "port-pirie.json")));
        var published = json.RootElement.GetProperty("maximum_likelihood");
        var fit = Fit(json.RootElement.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()));

        // Its own search stopped where the sixth digit still moved.
        Assert.Equal(published.GetProperty("location").GetDouble(), fit.Gev.Location, 2e-5);
        Assert.Equal(published.GetProperty("scale").GetDouble(), fit.Gev.Scale, 2e-5);
        Assert.Equal(published.GetProperty("shape").GetDouble(), fit.Gev.Shape, 1e-4);

        var printed = json.RootElement.GetProperty("printed_in_the_book");
        var errors = fit.StandardErrors.GetValueOrDefault();
        AssertPrinted(printed.GetProperty("location"), fit.Gev.Location, errors.Location, digits: 2);
        AssertPrinted(printed.GetProperty("scale"), fit.Gev.Scale, errors.Scale, digits: 3);
        AssertPrinted(printed.GetProperty("shape"), fit.Gev.Shape, errors.Shape, digits: 3);
    }

    [Theory]
    [InlineData("portpirie")]
    [InlineData("oxford")]
    [InlineData("sask")]
    [InlineData("uccle")]
    public async Task Data_OfEachShape_AreFittedAsREvdFitsThem(string data)
    {
        var answer = await RScript.RunAsync($"""
            {Load(data)}
            fit <- fgev(x, std.err = FALSE, control = list(reltol = 1e-15, maxit = 20000))
            cat(x, "\n", fit$estimate, "\n")
            """);
        var fit = Fit(answer[0]);

        Assert.Equal(answer[1][0], fit.Gev.Location, 1e-4 * answer[1][0]);
        Assert.Equal(answer[1][1], fit.Gev.Scale, 1e-4 * answer[1][1]);
        Assert.Equal(answer[1][2], fit.Gev.Shape, 1e-4);
    }

    [Theory]
    [InlineData("portpirie")]
    [InlineData("oxford")]
    public async Task ReturnLevels_HaveTheIntervalsOfREvdsProfile(string data)
    {
        var answer = await RScript.RunAsync($"""
            {Load(data)}
            fit <- fgev(x, prob = 0.01)
            bounds <- confint(profile(fit, which = "quantile", mesh = diff(range(x)) / 100))
            cat(x, "\n", fit$estimate["quantile"], bounds, "\n")
            """);
        var level = ReturnLevel.Of(Fit(answer[0]), 100);

        Assert.Equal(answer[1][0], level.Level, 1e-4 * answer[1][0]);
        // Its profile is walked on a mesh and interpolated.
        Assert.Equal(answer[1][1], level.Low, 0.02 * (level.Level - level.Low));
        Assert.Equal(answer[1][2], level.High, 0.02 * (level.High - level.Level));
    }

    [Fact]
    public void LightTail_IsNotRejected_WhereTheShapeIsNearZero()
    {
        var random = new Random(1);
        var light = Fit(Draw(random, new Gev(100, 20, 0), 400));
        var heavy = Fit(Draw(random, new Gev(100, 20, 0.4), 400));
        var bounded = Fit(Draw(random, new Gev(100, 20, -0.3), 400));

        Assert.InRange(light.LightTailStatistic(), 0, 6.63);
        Assert.True(heavy.LightTailStatistic() > 10.83 && heavy.Gev.Shape > 0);
        Assert.True(bounded.LightTailStatistic() > 10.83 && bounded.Gev.Shape < 0);
    }

    [Fact]
    public void CensoredValues_TellTheTruthThatTheirBoundsWouldHide()
    {
        var gev = new Gev(500, 100, 0.1);
        var values = Draw(new Random(7), gev, 2_000).ToList();
        const double Limit = 700;
        var taken = Fit(values.Select(value => Math.Min(value, Limit)));
        var known = Fit(values.Select(value => value < Limit ? Observation.Exact(value) : new Observation(Limit, double.PositiveInfinity)));

        Assert.InRange(known.Gev.Level(0.001) / gev.Level(0.001), 0.8, 1.25);
        Assert.True(taken.Gev.Level(0.001) < 0.8 * gev.Level(0.001));
    }

    [Theory]
    [InlineData(new double[] { 5, 5, 5, 5, 5 })]
    [InlineData(new double[] { 1, 2, 1, 2, 1, 2 })]
    [InlineData(new double[] { })]
    public void FewerThanThreeDifferentValues_HaveNoFit(double[] values) =>
        Assert.Null(GevFit.Of([.. values.Select(value => Observation.Whole(value))]));

    private static GevFit Fit(IEnumerable<double> values) => Fit(values.Select(Observation.Exact));

    private static GevFit Fit(IEnumerable<Observation> observations)
    {
        var fit = GevFit.Of([.. observations]);
        Assert.NotNull(fit);
        return fit;
    }

    private static IEnumerable<double> Draw(Random random, Gev gev, int count) =>
        Enumerable.Range(0, count).Select(_ => gev.LevelOfRate(-Math.Log(random.NextDouble())));

    private static string Load(string data) => $"""
        library(evd)
        d <- get(data(list = "{data}"))
        x <- as.numeric(if (is.data.frame(d) || is.matrix(d)) d[, 1] else d)
        x <- x[!is.na(x)]
        """;

    private static void AssertPrinted(JsonElement printed, double value, double error, int digits)
    {
        Assert.Equal(printed[0].GetDouble(), value, 0.6 * Math.Pow(10, -digits));
        Assert.Equal(printed[1].GetDouble(), error, 0.6 * Math.Pow(10, -digits));
    }
}
