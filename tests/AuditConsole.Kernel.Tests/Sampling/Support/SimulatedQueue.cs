namespace AuditConsole.Kernel.Tests.Sampling.Support;

/// <summary>A queue that records come into at any time, and that kauditd takes them off between waking and sleeping again.</summary>
internal sealed class SimulatedQueue(Random random)
{
    private bool _asleep = true;
    private long _switches;

    public uint Backlog { get; private set; }

    /// <summary>The highest backlog since the last <see cref="Restart"/>.</summary>
    public uint Highest { get; private set; }

    /// <summary>How many things have happened.</summary>
    public int Time { get; private set; }

    public AuditConsole.Kernel.Sampling.KauditdLook Look() => _asleep ? new(Asleep: true, _switches) : default;

    public void Restart() => Highest = Backlog;

    /// <summary>Lets some things happen.</summary>
    /// <param name="most">How many, at most.</param>
    /// <param name="kauditdRuns">Whether kauditd may wake up.</param>
    public void Go(int most, bool kauditdRuns)
    {
        for (var events = random.Next(most + 1); events > 0; events--, Time++)
        {
            var asleep = _asleep;
            switch (random.Next(4))
            {
                case 0 when !asleep:
                    (_asleep, _switches) = (true, _switches + 1);
                    break;
                case 1 when asleep && kauditdRuns:
                    _asleep = false;
                    break;
                case 1 or 2 when !asleep && Backlog > 0:
                    Backlog--;
                    break;
                default:
                    Backlog++;
                    break;
            }

            Highest = Math.Max(Highest, Backlog);
        }
    }
}
