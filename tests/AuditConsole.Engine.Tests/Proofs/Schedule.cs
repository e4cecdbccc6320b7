namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>Which thread makes which access, over one run and then, depth first, over all the runs there are.</summary>
/// <param name="preemptionsMost">How often a thread that could go on may be stopped in one run.</param>
internal sealed class Schedule(int preemptionsMost)
{
    private readonly List<(int Chosen, int Options)> _choices = [];
    private int _depth;
    private int _preemptions;

    /// <summary>Begins a run. The choices up to the last one that <see cref="Advance"/> changed are made again as they were.</summary>
    public void Begin() => (_depth, _preemptions) = (0, 0);

    /// <summary>Chooses who makes the next access.</summary>
    /// <param name="current">Who made the last one and could go on; −1 when nobody.</param>
    /// <param name="ready">All who could.</param>
    public int Next(int current, IReadOnlyList<int> ready)
    {
        var mayLeave = current < 0 || _preemptions < preemptionsMost;
        int[] options = current < 0 ? [.. ready] : mayLeave ? [current, .. ready.Where(thread => thread != current)] : [current];
        if (_depth == _choices.Count)
        {
            _choices.Add((0, options.Length));
        }

        var next = options[_choices[_depth++].Chosen];
        _preemptions += current >= 0 && next != current ? 1 : 0;
        return next;
    }

    /// <summary>Goes to the next run.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Advance()
    {
        while (_choices.Count > 0)
        {
            var (chosen, options) = _choices[^1];
            _choices.RemoveAt(_choices.Count - 1);
            if (chosen + 1 < options)
            {
                _choices.Add((chosen + 1, options));
                return true;
            }
        }

        return false;
    }
}
