// Runs the benchmarks in this process; arguments are BenchmarkDotNet's own (--filter, --job, --artifacts).
using AuditConsole.Benchmarks;
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
