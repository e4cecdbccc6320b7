using System.Globalization;

namespace AuditConsole.Processes.Tests.Support;

/// <summary>Reads the metrics page over and over, as one more scraper does, and notes the peak each time.</summary>
internal sealed class PageReader(Func<Task<string>> read, TimeSpan pause)
{
    private const string Peak = "linux_audit_backlog_peak{host=\"engine\",source=\"engine\",window=\"1m\",tier=\"engine\"} ";
    private readonly List<(DateTimeOffset At, double Value)> _samples = [];

    /// <summary>What it has seen, in order; to be looked at when it has ended.</summary>
    public IReadOnlyList<(DateTimeOffset At, double Value)> Samples => _samples;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var page = await read();
            var line = page.Split('\n').FirstOrDefault(line => line.StartsWith(Peak, StringComparison.Ordinal));
            if (line is not null)
            {
                _samples.Add((TimeProvider.System.GetUtcNow(), double.Parse(line[Peak.Length..], CultureInfo.InvariantCulture)));
            }

            await Task.Delay(pause, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
