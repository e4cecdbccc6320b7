using System.Globalization;
using System.Text;

namespace AuditConsole.Load;

/// <summary>A run's figures.</summary>
/// <param name="Options">What was run.</param>
/// <param name="Idle">Nobody watches.</param>
/// <param name="Hub">Clients watch through the hub.</param>
/// <param name="Polling">As many clients ask for the status ten times a second.</param>
public sealed record LoadReport(LoadOptions Options, Measurement Idle, Measurement Hub, Measurement Polling)
{
    /// <summary>The figures as a Markdown table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Options.Clients} clients, {Options.Seconds} s each\n\n");
        text.Append("| | hub `Snapshots` | `GET …/status` 10 times a second | ratio |\n|---|---:|---:|---:|\n");
        Row(text, "snapshots per client: min / median / max", m => $"{m.PerClient[0]} / {m.PerClient[m.PerClient.Count / 2]} / {m.PerClient[^1]}");
        Row(text, "different samples seen by any client", m => Format(m.Expected));
        Row(text, "clients that missed a sample, or got one later than 1 s", m => Format(m.FallenBehind));
        Row(text, "longest delay, ms", m => Format(m.LongestDelay.TotalMilliseconds));
        Row(text, "bytes received per snapshot", m => m.BytesReceived / (double)m.PerClient.Sum());
        Row(text, "bytes received per client and second", m => PerClientSecond(m.BytesReceived, m));
        Row(text, "bytes sent per client and second", m => PerClientSecond(m.BytesSent, m));
        Row(text, "server CPU, ms/s", m => m.CpuPerSecond);
        Row(text, "server CPU above idle per client, ms/s", m => (m.CpuPerSecond - Idle.CpuPerSecond) / Options.Clients, "0.00");
        Row(text, "server RSS at the end, MB", m => m.ResidentBytes / 1e6);
        text.Append(CultureInfo.InvariantCulture, $"\nIdle: {Idle.CpuPerSecond:0.0} ms/s of server CPU, {Idle.ResidentBytes / 1e6:0.0} MB RSS.\n");
        return text.ToString();
    }

    private double PerClientSecond(long bytes, Measurement measurement) => bytes / measurement.Span.TotalSeconds / Options.Clients;

    private void Row(StringBuilder text, string name, Func<Measurement, string> value) =>
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {value(Hub)} | {value(Polling)} | |\n");

    private void Row(StringBuilder text, string name, Func<Measurement, double> value, string format = "#,0.0")
    {
        var (hub, polling) = (value(Hub), value(Polling));
        var ratio = hub > 0 ? $"{Format(polling / hub, "0.0")} : 1" : "";
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {Format(hub, format)} | {Format(polling, format)} | {ratio} |\n");
    }

    private static string Format(double value, string format = "#,0") => value.ToString(format, CultureInfo.InvariantCulture);
}
