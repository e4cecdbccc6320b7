using System.Globalization;
using System.Text;
using AuditConsole.Components;
using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;
using Microsoft.AspNetCore.Components.Forms;

namespace AuditConsole.Lab;

/// <summary>A trace that the user hands in: a file that the lab recorded, or arrivals as CSV.</summary>
internal static class UploadedTrace
{
    // Nothing is known of the service times behind a CSV: it is served as the scenario "build" is, by as many tasks.
    private const string ServedAs = "build";

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or too large; the message says what is accepted.</exception>
    public static async Task<(WorkloadTrace Trace, string Name)> ReadAsync(IBrowserFile file, CancellationToken cancellationToken)
    {
        if (file.Size > TraceFile.MostBytes)
        {
            throw new InvalidDataException(Words.Say(LabText.TooManyBytes, Words.Count(file.Size), Words.Count(TraceFile.MostBytes)));
        }

        using var content = new MemoryStream();
        await using var stream = file.OpenReadStream(TraceFile.MostBytes, cancellationToken);
        await stream.CopyToAsync(content, cancellationToken);
        var isCsv = file.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        var trace = isCsv ? OfCsv(content.ToArray()) : TraceFile.Read(content.GetBuffer().AsSpan(0, (int)content.Length));
        return (trace, Words.Say(LabText.Uploaded, file.Name));
    }

    /// <summary>The length of a run over the whole trace, or the longest run, as the user would type it.</summary>
    public static string Seconds(WorkloadTrace trace) =>
        Math.Min((decimal)SimulationOptions.LongestRun.TotalSeconds, Math.Max(1, trace.Steps) / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    private static WorkloadTrace OfCsv(byte[] content)
    {
        var scenario = WorkloadScenario.Named(ServedAs);
        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8);
        return WorkloadTrace.OfArrivals(scenario.Tasks, ArrivalsCsv.Read(reader), scenario.Service, seed: 1);
    }
}
