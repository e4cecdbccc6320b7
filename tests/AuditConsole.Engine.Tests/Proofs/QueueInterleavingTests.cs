using System.Collections.Immutable;
using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>
/// The queue under every schedule of a few appends and takes: each history is one of a list with calls made one after the other, and
/// in exact mode the marks cleared are those of that list.
/// </summary>
public sealed class QueueInterleavingTests
{
    private sealed record Listed(ImmutableQueue<int> Records, int Length, int Highest)
    {
        public Listed With(int record) => new(Records.Enqueue(record), Length + 1, Math.Max(Highest, Length + 1));

        public Listed? Without(int record) => Length > 0 && Records.Peek() == record ? this with { Records = Records.Dequeue(), Length = Length - 1 } : null;

        // A take may find nothing while the record whose turn it is has a ticket but is not written.
        public bool MayGiveNone(ImmutableHashSet<int> unended) => Length == 0 || unended.Contains(Records.Peek());
    }

    public enum Does
    {
        /// <summary>Appends and looks at the backlog returned.</summary>
        Append,

        /// <summary>Appends without an answer.</summary>
        Enqueue,
        Take,
        Clear,
    }

    public static TheoryData<int, int, int, Does[][]> Programs => new()
    {
        { 2_678, 0, 99, [[Does.Append, Does.Append], [Does.Take, Does.Take]] },
        { 22_764, 3, 99, [[Does.Enqueue, Does.Enqueue], [Does.Take, Does.Take]] },
        { 12_870, 1, 99, [[Does.Append], [Does.Take], [Does.Clear]] },
        { 9_158, 0, 3, [[Does.Append], [Does.Append], [Does.Take, Does.Take]] },
        { 16_183, 2, 3, [[Does.Enqueue], [Does.Append], [Does.Take, Does.Take]] },
        { 13_894, 2, 3, [[Does.Enqueue, Does.Enqueue], [Does.Take, Does.Take], [Does.Clear, Does.Clear]] },
        { 16_183, 255, 3, [[Does.Append], [Does.Enqueue], [Does.Take, Does.Take]] },
        { 12_388, 256, 3, [[Does.Enqueue], [Does.Enqueue], [Does.Take]] },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Queue_EverySchedule_HasAnExplanation(int schedules, int before, int preemptionsMost, Does[][] program)
    {
        Assert.Equal(schedules, Run<ScheduledMemory>(MarkMode.Exact, before, preemptionsMost, program));
    }

    [Fact]
    public void Queue_KernelMode_HasAScheduleThatMissesThePeak()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Run<ScheduledMemory>(MarkMode.Kernel, 0, 99, [[Does.Enqueue], [Does.Take]]));
        Assert.Contains("explains", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(255)]
    public void Queue_KernelMode_IsNeverAboveAPeakThereWas(int before)
    {
        var schedules = Run<ScheduledMemory>(MarkMode.Kernel, before, 2, [[Does.Append], [Does.Enqueue], [Does.Take, Does.Take]], (mark, highest) => mark <= highest);

        Assert.True(schedules > 1000, $"Only {schedules} schedules.");
    }

    [Fact]
    public void Queue_TicketsByPlainStore_HasAScheduleWithoutExplanation()
    {
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Run<PlainStore<ScheduledMemory>>(MarkMode.Exact, 0, 99, [[Does.Append], [Does.Append]]));
    }

    /// <summary>Runs a program on a queue that held some records before, whose peak has been cleared.</summary>
    private static int Run<TMemory>(MarkMode mode, int before, int preemptionsMost, Does[][] program, Func<long, int, bool>? accepts = null)
        where TMemory : struct, IMemory => Interleavings.RunAll(
            program.Length, () => Once<TMemory>(mode, before, program, accepts ?? ((mark, longest) => mark == longest)), preemptionsMost);

    private static (IReadOnlyList<Action> Bodies, Action Check) Once<TMemory>(MarkMode mode, int before, Does[][] program, Func<long, int, bool> accepts)
        where TMemory : struct, IMemory
    {
        var queue = new SegmentedQueue<int, TMemory>(mode);
        var held = ImmutableQueue<int>.Empty;
        for (var record = 0; record < before; record++)
        {
            queue.Enqueue(-record);
            queue.TryTake(out _);
        }

        // A few records stand in it, so that the consumer has something to take from the first.
        for (var record = 1; record <= Math.Min(before, 2); record++)
        {
            queue.Enqueue(record);
            held = held.Enqueue(record);
        }

        queue.Mark.ReadAndClear();
        var history = new CallHistory<Listed>();
        var highest = 0L;
        var unended = ImmutableHashSet<int>.Empty;
        var next = 100;
        var bodies = program.Select<Does[], Action>(calls => () => Array.ForEach(calls, call =>
        {
            switch (call)
            {
                case Does.Append or Does.Enqueue:
                    var record = next++;
                    unended = unended.Add(record);
                    history.Record(
                        () => call == Does.Append ? queue.Append(record) : Unanswered(() => queue.Enqueue(record)),
                        (state, length) => length is null || length == state.Length + 1 ? state.With(record) : null);
                    unended = unended.Remove(record);
                    break;
                case Does.Take:
                    history.Record(
                        () => queue.TryTake(out var taken) ? (Record: (int?)taken, Unended: unended) : (null, unended),
                        (state, result) => result.Record is { } taken ? state.Without(taken) : state.MayGiveNone(result.Unended) ? state : null);
                    break;
                default:
                    highest = Math.Max(highest, queue.Mark.ReadAndClear());
                    break;
            }
        })).ToList();
        return (bodies, Check);

        void Check()
        {
            highest = Math.Max(highest, queue.Mark.ReadAndClear());
            Assert.True(
                history.HasExplanation(new Listed(held, held.Count(), 0), state => accepts(highest, state.Highest) && queue.Length() == state.Length),
                "No order of the calls explains their results.");
        }
    }

    private static long? Unanswered(Action append)
    {
        append();
        return null;
    }
}
