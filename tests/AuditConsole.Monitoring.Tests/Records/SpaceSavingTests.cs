using AuditConsole.Monitoring.Records;

namespace AuditConsole.Monitoring.Tests.Records;

public sealed class SpaceSavingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(32)]
    public void Counts_OfAnyStream_KeepTheirBounds(int places)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var stream = Values(new Random(seed), 2000);
            var saving = new SpaceSaving(places);
            stream.ForEach(saving.Add);

            var truth = stream.CountBy(value => value).ToDictionary();
            var kept = saving.Top(int.MaxValue).ToList();

            Assert.All(kept, one => Assert.InRange(truth[one.Value], one.Count - one.Error, one.Count));
            Assert.All(kept, one => Assert.InRange(one.Error, 0, stream.Count / places));
            Assert.All(truth.Where(one => one.Value > stream.Count / places), one => Assert.Contains(kept, other => other.Value == one.Key));
        }
    }

    [Fact]
    public void Sum_OfSeveralWindows_KeepsTheBounds()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var windows = Enumerable.Range(0, 4).Select(_ => Values(random, random.Next(500))).ToList();
            var truth = windows.SelectMany(values => values).CountBy(value => value).ToDictionary();

            var sum = WindowProducers.Sum([.. windows.Select(Window)]);

            Assert.Equal(windows.Sum(values => values.Count), sum.Records);
            Assert.All(sum.Shares, share => Assert.InRange(truth.GetValueOrDefault(share.Name), share.Records - share.Error, share.Records));
            Assert.True(sum.Shares.Count <= WindowProducers.MostShares);
        }
    }

    private static WindowProducers Window(List<string> values)
    {
        var saving = new SpaceSaving(12);
        values.ForEach(saving.Add);
        return new WindowProducers(
            values.Count, 0, 0, [.. saving.Top(WindowProducers.MostShares).Select(top => new ProducerShare(ProducerKinds.Key, top.Value, top.Count, top.Error))]);
    }

    // Few values often, many seldom, as programs are.
    private static List<string> Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => $"v{(int)(60 * Math.Pow(random.NextDouble(), 3))}")];
}
