namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>One call: when it began and ended, by a clock that goes on with each call's begin and end, and what it does to the state if nothing else happens.</summary>
/// <param name="Apply">The state after the call; <see langword="null"/> when the call could not have had its result in that state.</param>
internal sealed record Call<TState>(int Begin, int End, Func<TState, TState?> Apply)
    where TState : class;

/// <summary>The calls of one run, and whether they can be explained one after the other.</summary>
internal sealed class CallHistory<TState>
    where TState : class
{
    private readonly List<Call<TState>> _calls = [];
    private int _clock;

    /// <summary>Makes a call.</summary>
    /// <param name="call">The call; what it returns is what the history has to explain.</param>
    /// <param name="apply">The state that the call leaves behind; <see langword="null"/> when it could not have returned that in the state it is given.</param>
    public void Record<TResult>(Func<TResult> call, Func<TState, TResult, TState?> apply)
    {
        var begin = ++_clock;
        var result = call();
        _calls.Add(new Call<TState>(begin, ++_clock, state => apply(state, result)));
    }

    /// <summary>
    /// Whether some order of the calls, in which none comes before one that had ended when it began, explains every result and
    /// leads to a state that <paramref name="ends"/> accepts: whether the history is linearizable.
    /// </summary>
    public bool HasExplanation(TState start, Func<TState, bool> ends) => Explain([.. _calls], start, ends);

    private static bool Explain(List<Call<TState>> left, TState state, Func<TState, bool> ends)
    {
        if (left.Count == 0)
        {
            return ends(state);
        }

        var firstEnd = left.Min(call => call.End);
        return left.Where(call => call.Begin < firstEnd).Any(call =>
            call.Apply(state) is { } after && Explain([.. left.Where(other => other != call)], after, ends));
    }
}
