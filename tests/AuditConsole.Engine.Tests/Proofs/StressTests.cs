using System.Globalization;
using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>The mark at full speed, on memory as the processor has it. AUDITCONSOLE_PROOF_OPERATIONS says how many appends and clears, half of them for each case.</summary>
public sealed class StressTests
{
    // With a low limit the threads mostly wait for each other, so those rounds are short.
    private static readonly (int Appends, long Limit)[] s_rounds = [(500, 1), (5_000, 16), (500_000, 1000), (500_000, 0)];

    private static long Operations => Environment.GetEnvironmentVariable("AUDITCONSOLE_PROOF_OPERATIONS") is { } given
        ? long.Parse(given, NumberStyles.None, CultureInfo.InvariantCulture)
        : 10_000_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mark_AppendsAndClearsAtFullSpeed_NoPeakLostAndNoneInvented(bool answers)
    {
        var queue = new SegmentedQueue<int, HardwareMemory>(MarkMode.Exact);
        var stress = new StressRound(queue, raise: null, queue.Mark.ReadAndClear, answers);
        for (var round = 0; stress.Operations < Operations / 2; round++)
        {
            var (appends, limit) = s_rounds[round % s_rounds.Length];
            stress.Run(appends, limit);
            Assert.Equal((0, 0, 0), (stress.Lost, stress.Invented, stress.Untrue));
        }

        TestContext.Current.SendDiagnosticMessage($"{stress.Operations:N0} appends and clears, no peak lost");
    }

    [Fact]
    public void Mark_RaisedByPlainStoreAtFullSpeed_LosesPeaks() => Assert.True(LosesPeaks<PlainStore<SlowMemory>>(rounds: 200));

    [Fact]
    public void Mark_RaisedWithoutRetryAtFullSpeed_LosesPeaks() => Assert.True(LosesPeaks<NoRetry<SlowMemory>>(rounds: 200));

    [Fact]
    public void Mark_ClearedInTwoStepsAtFullSpeed_LosesPeaks() => Assert.True(LosesPeaks<ClearInTwoSteps<SlowMemory>>(rounds: 200));

    [Fact]
    public void Mark_OnSlowMemoryAtFullSpeed_LosesNone() => Assert.False(LosesPeaks<SlowMemory>(rounds: 20));

    private static bool LosesPeaks<TMemory>(int rounds)
        where TMemory : struct, IMemory
    {
        var mark = new MaxRegister<TMemory>();
        var stress = new StressRound(new SegmentedQueue<int, HardwareMemory>(MarkMode.Exact), mark.Raise, mark.ReadAndClear);
        for (var round = 0; round < rounds && stress.Lost == 0; round++)
        {
            stress.Run(5000, limit: 0);
        }

        return stress.Lost > 0;
    }

    /// <summary>The processor's memory with a pause before each access, so that what can come in between often does.</summary>
    private readonly struct SlowMemory : IMemory
    {
        [ThreadStatic]
        private static int s_pauses;

        public static long Read(ref long location)
        {
            Pause();
            return Volatile.Read(ref location);
        }

        public static void Write(ref long location, long value)
        {
            Pause();
            Volatile.Write(ref location, value);
        }

        public static long CompareExchange(ref long location, long value, long expected)
        {
            Pause();
            return Interlocked.CompareExchange(ref location, value, expected);
        }

        public static long Exchange(ref long location, long value)
        {
            Pause();
            return Interlocked.Exchange(ref location, value);
        }

        // Giving way now and then lets others in even where there are fewer processors than threads.
        private static void Pause()
        {
            if (++s_pauses % 32 == 0)
            {
                Thread.Yield();
            }
            else
            {
                Thread.SpinWait(3);
            }
        }
    }
}
