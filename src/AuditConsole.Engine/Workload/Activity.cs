namespace AuditConsole.Engine.Workload;

/// <summary>A factor on the rates of a scenario, for each millisecond. For one thread.</summary>
internal interface IActivity
{
    double Next(Random random);
}

/// <summary>Rates that stay as they are.</summary>
internal sealed class SteadyActivity : IActivity
{
    public double Next(Random random) => 1;
}

/// <summary>Stretches of 15 s of which each is busier or calmer than the next, so that a chart has hills and valleys.</summary>
internal sealed class ChangingActivity : IActivity
{
    private const int StretchSteps = 15_000;
    private const double Calmest = 0.4;
    private const double Busiest = 1.8;

    private double _factor;
    private int _left;

    public double Next(Random random)
    {
        if (_left-- == 0)
        {
            _left = StretchSteps - 1;
            _factor = Calmest + ((Busiest - Calmest) * random.NextDouble());
        }

        return _factor;
    }
}

/// <summary>Phases in their order, again and again.</summary>
internal sealed class PhasedActivity(params Phase[] phases) : IActivity
{
    private int _phase;
    private int _step;

    public double Next(Random random)
    {
        if (_step == phases[_phase].Steps)
        {
            _step = 0;
            _phase = (_phase + 1) % phases.Length;
        }

        return phases[_phase].At(_step++);
    }
}
