using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Programs;
using AuditConsole.Kernel.Tests.Probe.Support;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Probe;

public sealed class ProbeReaderTests : IDisposable
{
    private readonly FakeMemory _memory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ProbeReader _reader;
    private ProbeMisses _misses;

    public ProbeReaderTests() => _reader = new ProbeReader(_memory, () => _misses, _time, ProbeMode.Light, seesLosses: false);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Take_OfNothing_IsAWindowWithoutAPeak()
    {
        var window = _reader.Take();

        Assert.Equal((0u, null, 0ul), (window.Peak, window.PeakAt, window.Records));
        Assert.Empty(window.Buckets);
        Assert.Empty(window.Doubts);
        Assert.Null(window.Quantile(0.5));
    }

    [Fact]
    public void Take_OfAPeak_SaysWhenItStood()
    {
        _time.Advance(TimeSpan.FromSeconds(100));
        Peak(42);
        var at = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(15));
        var window = _reader.Take();

        Assert.Equal(42u, window.Peak);
        Assert.InRange(window.PeakAt!.Value, at.AddTicks(-20), at.AddTicks(20));
        Assert.Equal(0u, _reader.Take().Peak);
    }

    [Fact]
    public void Take_AfterTheStampWrapped_StillSaysWhenThePeakStood()
    {
        _time.Advance(TimeSpan.FromTicks((1L << ProbeLayout.StampBits + ProbeLayout.StampShift) / 100) - TimeSpan.FromSeconds(1));
        Peak(42);
        var at = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.InRange(_reader.Take().PeakAt!.Value, at.AddTicks(-20), at.AddTicks(20));
    }

    [Fact]
    public void Takes_OfCountsThatRise_JoinToTheTotal()
    {
        var random = new Random(11);
        var joined = new ulong[ProbeBuckets.Count];
        var records = 0ul;
        for (var round = 0; round < 200; round++)
        {
            for (var n = random.Next(50); n > 0; n--)
            {
                _memory.Words[ProbeLayout.Histogram + random.Next(ProbeBuckets.Count)]++;
            }

            var window = _reader.Take();
            records += window.Records;
            Assert.Equal(window.Records, window.Buckets.Aggregate(0ul, (sum, b) => sum + b.Records));
            foreach (var bucket in window.Buckets)
            {
                Assert.Equal(ProbeBuckets.HighestOf(ProbeBuckets.Of(bucket.From)), bucket.To);
                joined[ProbeBuckets.Of(bucket.From)] += bucket.Records;
            }
        }

        Assert.Equal(_memory.Words[ProbeLayout.Histogram..], joined);
        Assert.Equal(joined.Aggregate(0ul, (sum, n) => sum + n), records);
    }

    [Fact]
    public void Doubts_OfEachKind_AreSaidOnceInTheWindowTheyFallIn()
    {
        _memory.Words[ProbeLayout.Unlearned] = 3;
        _memory.Words[ProbeLayout.Unreadable] = 2;
        _misses = new ProbeMisses(7, 3, 0);
        Peak(ProbeBuckets.Highest);
        var doubts = _reader.Take().Doubts;

        Assert.Equal(5, doubts.Count);
        Assert.StartsWith("3 records were taken before", doubts[0], StringComparison.Ordinal);
        Assert.StartsWith("2 records were taken while", doubts[1], StringComparison.Ordinal);
        Assert.Contains("skipped the probe 7 times (recursion_misses)", doubts[2], StringComparison.Ordinal);
        Assert.Contains("skipped the probe 3 times (nmissed of its kprobes)", doubts[3], StringComparison.Ordinal);
        Assert.Contains("16777215 records or more", doubts[4], StringComparison.Ordinal);
        Assert.Empty(_reader.Take().Doubts);
        _misses = new ProbeMisses(9, 3, 0);
        Assert.Contains("2 times", Assert.Single(_reader.Take().Doubts), StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_OfLosses_AreWhatEachCountRoseBy()
    {
        var reader = new ProbeReader(_memory, () => _misses, _time, ProbeMode.Light, seesLosses: true);
        for (var i = 0; i < 6; i++)
        {
            _memory.Words[ProbeLayout.Losses + i] = 10ul + (ulong)i;
        }

        Assert.Equal(new ProbeLosses(10, 11, 12, 13, 14, 15), reader.Take().LossesSeen);
        _memory.Words[ProbeLayout.Losses + 3] += 5;
        _misses = new ProbeMisses(0, 0, 2);
        var window = reader.Take();
        Assert.Equal(new ProbeLosses(0, 0, 0, 5, 0, 2), window.LossesSeen);
        Assert.Equal(7ul, window.LossesSeen!.Total);
        Assert.Empty(window.Doubts);
        Assert.Null(_reader.Take().LossesSeen);
    }

    [Fact]
    public void Take_InFullMode_HasTheMeanAndTheMeanWait()
    {
        var reader = new ProbeReader(_memory, () => default, _time, ProbeMode.Full, seesLosses: false);
        var start = (ulong)_time.GetTimestamp() * 100;
        _memory.Words[ProbeLayout.Offset] = ProbeLayout.OffsetBias;

        // Four records for three seconds each, in a window of ten.
        Pass(ProbeLayout.Entered, start + 1_000_000_000);
        Pass(ProbeLayout.Left, start + 4_000_000_000);
        Count(1, 4);
        _time.Advance(TimeSpan.FromSeconds(10));
        var window = reader.Take();

        Assert.Equal(1.2, window.Mean!.Value, 9);
        Assert.Equal(TimeSpan.FromSeconds(3), window.MeanWait);
        _time.Advance(TimeSpan.FromSeconds(1));
        window = reader.Take();
        Assert.Equal((0d, null, null), (window.Mean, window.MeanWait, window.MeanDoubt));

        _memory.Words[ProbeLayout.Offset] = ProbeLayout.OffsetBias + 1;
        _time.Advance(TimeSpan.FromSeconds(1));
        window = reader.Take();
        Assert.Null(window.Mean);
        Assert.Contains("differ by 1", window.MeanDoubt, StringComparison.Ordinal);
        Assert.Empty(window.Doubts);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.51, 10)]
    [InlineData(0.9, 10)]
    [InlineData(1, 1000)]
    public void Quantile_OfAShare_IsTheBacklogThatManyRecordsFoundNoMoreThan(double share, uint expected)
    {
        Count(1, 5);
        Count(10, 4);
        Count(1000, 1);
        Peak(1000);

        Assert.Equal(expected, _reader.Take().Quantile(share));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Quantile_OfNoShare_IsRefused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _reader.Take().Quantile(share));

    private void Count(uint backlog, ulong records) => _memory.Words[ProbeLayout.Histogram + ProbeBuckets.Of(backlog)] += records;

    private void Pass(int at, ulong nanoseconds)
    {
        _memory.Words[at + Passage.Begun] += 4;
        _memory.Words[at + Passage.Sum] += 4 * nanoseconds;
        _memory.Words[at + Passage.Done] += 4;
    }

    private void Peak(uint backlog)
    {
        var nanoseconds = (ulong)_time.GetTimestamp() * 100;
        _memory.Words[ProbeLayout.Peak] = (ulong)backlog << ProbeLayout.StampBits | (nanoseconds >> ProbeLayout.StampShift) & (1ul << ProbeLayout.StampBits) - 1;
    }
}
