using AuditConsole.Engine.Traces;

namespace AuditConsole.Engine.Workload;

/// <summary>Arrivals that were recorded on a real host, again and again with a second of silence in between.</summary>
internal sealed class RecordedArrivals(int[] arrivals) : IArrivals
{
    private const int Silence = 1_000;

    private int _step;

    /// <summary>The arrivals of an embedded data file.</summary>
    public static RecordedArrivals Named(string name)
    {
        using var stream = typeof(RecordedArrivals).Assembly.GetManifestResourceStream($"{name}.csv")
            ?? throw new InvalidOperationException($"The data file {name}.csv is missing from the program.");
        using var reader = new StreamReader(stream);
        return new RecordedArrivals(ArrivalsCsv.Read(reader));
    }

    public int Next(Random random)
    {
        if (_step == arrivals.Length + Silence)
        {
            _step = 0;
        }

        return _step < arrivals.Length ? arrivals[_step++] : Pause();
    }

    private int Pause()
    {
        _step++;
        return 0;
    }
}
