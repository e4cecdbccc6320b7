using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>The mark under every schedule of a few raises and clears: each history is one that calls made one after the other could have.</summary>
public sealed class MarkInterleavingTests
{
    private sealed record Mark(long Value);

    public static TheoryData<int, long[][]> Programs => new()
    {
        { 10, [[5], [0]] },
        { 61, [[5, 9], [0, 0]] },
        { 580, [[5], [9], [0]] },
        { 580, [[9], [5], [0]] },
        { 20, [[5], [9]] },
        { 10_551, [[5, 7], [9, 6], [0]] },
        { 19_945, [[5, 0], [9, 4], [7]] },
        { 4_828, [[5], [7], [0, 0, 0]] },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Mark_EverySchedule_HasAnExplanation(int schedules, long[][] program)
    {
        Assert.Equal(schedules, Run<ScheduledMemory>(program));
    }

    [Fact]
    public void Mark_RaisedByPlainStore_HasAScheduleWithoutExplanation() => AssertBroken<PlainStore<ScheduledMemory>>([[5], [9], [0]]);

    [Fact]
    public void Mark_RaisedWithoutRetry_HasAScheduleWithoutExplanation() => AssertBroken<NoRetry<ScheduledMemory>>([[5], [9], [0]]);

    [Fact]
    public void Mark_ClearedInTwoSteps_HasAScheduleWithoutExplanation() => AssertBroken<ClearInTwoSteps<ScheduledMemory>>([[5, 9], [0]]);

    private static void AssertBroken<TMemory>(long[][] program)
        where TMemory : struct, IMemory
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Run<TMemory>(program));
        Assert.Contains("explains", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs a program in which each thread raises to the numbers of its list, and clears for each 0.</summary>
    private static int Run<TMemory>(long[][] program)
        where TMemory : struct, IMemory => Interleavings.RunAll(program.Length, () => Once<TMemory>(program));

    private static (IReadOnlyList<Action> Bodies, Action Check) Once<TMemory>(long[][] program)
        where TMemory : struct, IMemory
    {
        var mark = new MaxRegister<TMemory>();
        var history = new CallHistory<Mark>();
        var bodies = program.Select<long[], Action>(values => () => Array.ForEach(values, value => Make(mark, history, value))).ToList();
        return (bodies, Check);

        void Check()
        {
            Make(mark, history, 0);
            Assert.True(history.HasExplanation(new Mark(0), _ => true), "No order of the calls explains their results.");
        }
    }

    private static void Make<TMemory>(MaxRegister<TMemory> mark, CallHistory<Mark> history, long value)
        where TMemory : struct, IMemory
    {
        if (value == 0)
        {
            history.Record(mark.ReadAndClear, (state, cleared) => state.Value == cleared ? new Mark(0) : null);
            return;
        }

        history.Record(() => { mark.Raise(value); return value; }, (state, raised) => new Mark(Math.Max(state.Value, raised)));
    }
}
