using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.Windows;

public sealed class CounterTotalTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 14, 30, 0, TimeSpan.Zero);

    [Fact]
    public void FirstReading_CountsFromBoot()
    {
        var total = new CounterTotal();

        total.Observe(446, s_start);

        Assert.Equal(446, total.Value);
    }

    [Theory]
    [InlineData(500u, 3u, 503)]
    [InlineData(uint.MaxValue - 9, 5u, uint.MaxValue + 6L)]
    [InlineData(uint.MaxValue - CounterTracker.Reach, 5u, uint.MaxValue - CounterTracker.Reach + 5L)]
    public void Reading_ThatFalls_IsAWrapOnlyNearItsEnd(uint first, uint second, long expected)
    {
        var total = new CounterTotal();
        total.Observe(first, s_start);

        total.Observe(second, s_start);

        Assert.Equal(expected, total.Value);
    }

    [Fact]
    public void Record_OfAClearLongAfterAnUnexplainedFall_IsNotTakenForThatFall()
    {
        var total = new CounterTotal();
        total.Observe(500, s_start);
        total.Observe(3, s_start);

        total.ClearedElsewhere(10, s_start.AddHours(1), sampled: false);
        total.Observe(0, s_start.AddHours(1));

        Assert.Equal(510, total.Value);
    }

    [Theory]
    [InlineData(1, 0u)]
    [InlineData(2, 0u)]
    [InlineData(3, uint.MaxValue - 2000)]
    public void Total_OfAnyCourse_IsWhatWasCountedAndNeverFalls(int seed, uint start)
    {
        var random = new Random(seed);
        for (var course = 0; course < 300; course++)
        {
            var (counter, expected, now) = (start, (long)start, s_start);
            var total = new CounterTotal();
            total.Observe(counter, now);
            var told = new List<uint>();
            for (var step = 0; step < 200; step++)
            {
                var more = (uint)random.Next(40);
                counter = unchecked(counter + more);
                expected += more;
                now += TimeSpan.FromMilliseconds(100);
                var before = total.Value;
                switch (random.Next(6))
                {
                    case 0:
                        total.Cleared(counter);
                        counter = 0;
                        break;
                    case 1:
                        total.ClearedElsewhere(counter, now, sampled: false);
                        counter = 0;
                        break;
                    case 2 when start == 0:
                        // The record comes after the next reading.
                        told.Add(counter);
                        counter = (uint)random.Next(60);
                        expected += counter;
                        break;
                }

                if (told.Count > 0 || random.Next(2) == 0)
                {
                    total.Observe(counter, now);
                    told.ForEach(value => total.ClearedElsewhere(value, now, sampled: true));
                    told.Clear();
                    Assert.Equal(expected, total.Value);
                }

                Assert.True(total.Value >= before);
            }
        }
    }
}
