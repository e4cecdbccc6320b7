using System.CommandLine;

namespace AuditConsole.Load;

/// <summary>Watches a console that it starts itself with many clients at once; ends with 1 if one of them fell behind.</summary>
internal static class Program
{
    private const int FellBehind = 1;
    private const int NotRun = 2;

    public static Task<int> Main(string[] args)
    {
        var clients = new Option<int>("--clients") { Description = $"Clients at the same time, 1 to {LoadOptions.MostClients}", DefaultValueFactory = _ => 50 };
        var seconds = new Option<int>("--seconds") { Description = $"Seconds each way of watching is measured, 1 to {LoadOptions.MostSeconds}", DefaultValueFactory = _ => 60 };
        var program = new Option<string?>("--program") { Description = "AuditConsole.dll; by default the one built beside this program" };
        var root = new RootCommand("Measures what it costs to watch the console's engine, through the hub and by polling.") { clients, seconds, program };
        root.SetAction((parsed, token) => RunAsync(parsed.GetValue(clients), parsed.GetValue(seconds), parsed.GetValue(program), token));
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(int clients, int seconds, string? program, CancellationToken cancellationToken)
    {
        try
        {
            var path = Path.GetFullPath(program ?? LoadOptions.BuiltProgram());
            var report = await LoadRun.RunAsync(new LoadOptions { Clients = clients, Seconds = seconds, Program = path }, cancellationToken);
            Console.Write(report);
            return report.Hub.FallenBehind == 0 ? 0 : FellBehind;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or FileNotFoundException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return NotRun;
        }
    }
}
