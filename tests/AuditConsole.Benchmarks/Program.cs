// Runs the benchmarks in this process; arguments are BenchmarkDotNet's own (--filter, --job, --artifacts).
// With --queues [RECORDS ROUNDS] it compares queues between threads instead, which BenchmarkDotNet cannot.
using System.Globalization;
using AuditConsole.Benchmarks;
using AuditConsole.Benchmarks.Queues;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["--smoke"])
{
    return await Smoke.RunAsync();
}

if (args is ["--queues", .. var sizes])
{
    if (sizes.Length is 0 or 2 && sizes.All(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
    {
        var (records, rounds) = sizes is [var first, var second] ? (int.Parse(first, CultureInfo.InvariantCulture), int.Parse(second, CultureInfo.InvariantCulture)) : (2_000_000, 15);
        return QueueComparison.Run(records, rounds);
    }

    Console.Error.WriteLine($"--queues takes nothing or RECORDS ROUNDS, both whole numbers from 1; given was: {string.Join(' ', sizes)}");
    return 2;
}

// The generated projects of the default toolchain would inherit this repository's build settings.
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.DontLogOutput);
var config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddLogger(ConsoleLogger.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddExporter(MarkdownExporter.GitHub);
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Smoke).Assembly).Run(args.Contains("--filter") ? args : ["--filter", "*", .. args], config).ToList();
return summaries.Count > 0 && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
