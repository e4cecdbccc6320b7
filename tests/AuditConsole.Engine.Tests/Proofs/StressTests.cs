using System.Globalization;
using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>The mark at full speed, on memory as the processor has it. AUDITCONSOLE_PROOF_OPERATIONS says how many appends and clears.</summary>
public sealed class StressTests
{
    private const int AppendsOfARound = 250_000;
    private static readonly long[] s_limits = [1, 16, 1000, 0];

    private static long Operations => Environment.GetEnvironmentVariable("AUDITCONSOLE_PROOF_OPERATIONS") is { } given
        ? long.Parse(given, NumberStyles.None, CultureInfo.InvariantCulture)
        : 10_000_000;

    [Fact]
    public void Mark_AppendsAndClearsAtFullSpeed_NoPeakLostAndNoneInvented()
    {
        var queue = new SegmentedQueue<int, HardwareMemory>(MarkMode.Exact);
        var stress = new StressRound(queue, raise: null, queue.Mark.ReadAndClear);
        for (var round = 0; stress.Operations < Operations; round++)
        {
            stress.Run(AppendsOfARound, s_limits[round % s_limits.Length]);
            Assert.Equal((0, 0, 0), (stress.Lost, stress.Invented, stress.Untrue));
        }

        TestContext.Current.SendDiagnosticMessage($"{stress.Operations:N0} appends and clears, no peak lost");
    }

    [Fact]
    public void Mark_RaisedByPlainStoreAtFullSpeed_LosesPeaks() => Assert.True(LosesPeaks<PlainStore<SlowMemory>>());

    [Fact]
    public void Mark_RaisedWithoutRetryAtFullSpeed_LosesPeaks() => Assert.True(LosesPeaks<NoRetry<SlowMemory>>());

    [Fact]
    public void Mark_ClearedInTwoStepsAtFullSpeed_LosesPeaks() => Assert.True(LosesPeaks<ClearInTwoSteps<SlowMemory>>());

    [Fact]
    public void Mark_OnSlowMemoryAtFullSpeed_LosesNone() => Assert.False(LosesPeaks<SlowMemory>());

    private static bool LosesPeaks<TMemory>()
        where TMemory : struct, IMemory
    {
        var mark = new MaxRegister<TMemory>();
        var stress = new StressRound(new SegmentedQueue<int, HardwareMemory>(MarkMode.Exact), mark.Raise, mark.ReadAndClear);
        for (var round = 0; round < 20 && stress.Lost == 0; round++)
        {
            stress.Run(20_000, limit: 16);
        }

        return stress.Lost > 0;
    }

    /// <summary>The processor's memory with a pause before each access, so that what can come in between often does.</summary>
    private readonly struct SlowMemory : IMemory
    {
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

        private static void Pause() => Thread.SpinWait(20);
    }
}
