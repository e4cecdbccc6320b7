// Runs the benchmarks in this process; arguments are BenchmarkDotNet's own (--filter, --job, --artifacts).
// With --sampler [REQUESTS ROUNDS SECONDS] it measures what sampling this machine's kernel costs.
// With --history [--windows N] [--seconds S] [--queries N] [--postgres CONNECTION] [--histograms] [--prometheus] it fills a history and measures its queries.
// With --queues [RECORDS ROUNDS] it compares queues between threads instead, which BenchmarkDotNet cannot.
using System.Globalization;
using AuditConsole.Benchmarks;
using AuditConsole.Benchmarks.History;
using AuditConsole.Benchmarks.Queues;
using AuditConsole.Benchmarks.Sampling;
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

if (args is ["--sampler", .. var amounts])
{
    if (amounts.Length is 0 or 3 && amounts.All(amount => int.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000))
    {
        var given = amounts.Select(amount => int.Parse(amount, CultureInfo.InvariantCulture)).ToArray();
        return given is [var requests, var samplerRounds, var seconds]
            ? await SamplerFigures.RunAsync(requests, samplerRounds, seconds) : await SamplerFigures.RunAsync(2000, 25, 20);
    }

    Console.Error.WriteLine($"--sampler takes nothing or REQUESTS ROUNDS SECONDS, whole numbers from 1 to 1,000,000; given was: {string.Join(' ', amounts)}");
    return 2;
}

if (args is ["--history", .. var rest])
{
    return HistoryLoadOptions.Parse(rest, out var complaint) is { } options ? await HistoryLoad.RunAsync(options) : Refuse(complaint);
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

static int Refuse(string complaint)
{
    Console.Error.WriteLine(complaint);
    return 2;
}
