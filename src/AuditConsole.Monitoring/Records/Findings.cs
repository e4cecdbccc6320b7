using AuditConsole.Monitoring.History;

namespace AuditConsole.Monitoring.Records;

/// <summary>What a sample showed and no record has explained yet.</summary>
/// <param name="Field">The field of the status.</param>
/// <param name="Value">Its value in the sample; <see langword="null"/> for a fall of a counter.</param>
/// <param name="Kind">What it is said to be, should no record come.</param>
/// <param name="Text">What is said then.</param>
/// <param name="At">When it was seen.</param>
internal sealed record Finding(string Field, uint? Value, ActivityKind Kind, string Text, DateTimeOffset At);

/// <summary>What samples showed, kept back until the record that says who did it has had its time; so nothing is said twice.</summary>
/// <remarks>Belongs to the monitor's loop.</remarks>
internal sealed class Findings
{
    private readonly List<Held> _held = [];
    private readonly Dictionary<string, uint> _told = new(StringComparer.Ordinal);
    private long _samples;

    /// <summary>Keeps a finding back, unless a record has told of it since the last sample.</summary>
    public void Hold(Finding finding, uint backlog)
    {
        if (finding.Value is not { } value || !_told.TryGetValue(finding.Field, out var told) || told != value)
        {
            _held.Add(new Held(finding, _samples, new CatchUp(backlog)));
        }
    }

    /// <summary>A record told that a field was set. The finding of that value is settled, or the next sample's will be.</summary>
    public void Told(string field, uint value)
    {
        if (_held.RemoveAll(held => held.Finding.Field == field && held.Finding.Value == value) == 0)
        {
            _told[field] = value;
        }
    }

    /// <summary>A record told that a counter was cleared.</summary>
    public void ToldCleared(string field)
    {
        if (_held.FindIndex(held => held.Finding.Field == field) is >= 0 and var first)
        {
            _held.RemoveAt(first);
        }
    }

    /// <summary>A sample was taken in: what records told before it shows in it.</summary>
    public void Sampled()
    {
        _told.Clear();
        _samples++;
    }

    /// <summary>Takes out what no record can explain any more, once after each sample.</summary>
    /// <param name="backlog">The backlog of the last sample.</param>
    /// <param name="all">Whether nothing is waited for.</param>
    public IReadOnlyList<Finding> Release(uint backlog, bool all)
    {
        var released = _held.FindAll(held => all || (held.Sample < _samples - 1 && held.CatchUp.Next(backlog)));
        _held.RemoveAll(released.Contains);
        return [.. released.Select(held => held.Finding)];
    }

    private sealed class Held(Finding finding, long sample, CatchUp catchUp)
    {
        public Finding Finding => finding;

        public long Sample => sample;

        public CatchUp CatchUp => catchUp;
    }
}
