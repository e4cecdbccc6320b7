namespace AuditConsole.Engine.Lab;

/// <summary>The backlog over a run in at most so many columns, each with the highest backlog of its steps: no peak disappears.</summary>
/// <param name="steps">Steps of the whole run.</param>
/// <param name="columns">Columns of the whole run at most.</param>
public sealed class BacklogPicture(int steps, int columns)
{
    private readonly List<int> _highest = new(Math.Min(steps, columns));

    /// <summary>Steps of 1 ms that a column stands for; the last may be shorter.</summary>
    public int StepsPerColumn { get; } = Math.Max(1, (steps + columns - 1) / columns);

    /// <summary>The highest backlog of each column so far.</summary>
    public IReadOnlyList<int> Highest => _highest;

    internal void Add(int step, int highest)
    {
        var column = step / StepsPerColumn;
        if (column == _highest.Count)
        {
            _highest.Add(highest);
        }
        else
        {
            _highest[column] = Math.Max(_highest[column], highest);
        }
    }
}
