using System.Globalization;
using AuditConsole.Kernel.Sampling;

namespace AuditConsole.Benchmarks.Sampling;

/// <summary>What samplers of several rates charge themselves, beside what their thread, kthreadd and all that kthreadd starts really used.</summary>
internal static class CpuComparison
{
    private const int Kthreadd = 2;

    /// <summary>The first 15 characters, which is what the kernel keeps of a name.</summary>
    private const string ThreadName = "audit backlog s";

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(TimeSpan time)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Share of one processor over {time.TotalSeconds:0} s each:"));
        Console.WriteLine("| rate | samples | µs a sample | charged | measured | charged / measured |");
        await MeasureAsync("default, nothing moves", new SamplerOptions(), time);
        await MeasureAsync("forced 100 Hz", Fixed(100), time);
        await MeasureAsync("forced 1 kHz", Fixed(1000), time);
        await MeasureAsync("1 kHz wanted, 2 % allowed", Fixed(1000) with { CpuShare = 0.02 }, time);
    }

    private static SamplerOptions Fixed(double hertz) =>
        new() { ShortestInterval = TimeSpan.FromSeconds(1 / hertz), LongestInterval = TimeSpan.FromSeconds(1 / hertz), CpuShare = 1 };

    private static async Task MeasureAsync(string name, SamplerOptions options, TimeSpan time)
    {
        using var sampler = BacklogSampler.Start(options, TimeProvider.System);
        await Task.Delay(s_warmUp, TimeProvider.System);
        using var own = TaskClock.TryStart(SamplerThread(), withChildren: false);
        using var kernel = TaskClock.TryStart(Kthreadd, withChildren: true);
        sampler.Take();
        var began = TimeProvider.System.GetTimestamp();
        await Task.Delay(time, TimeProvider.System);
        var window = sampler.Take();
        var lasted = TimeProvider.System.GetElapsedTime(began);
        double? measured = own is null || kernel is null ? null : (own.Read() + kernel.Read()) / lasted;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {window.Samples} | {window.CpuShare * lasted.TotalMicroseconds / window.Samples:0} | {window.CpuShare:0.00%} | {measured:0.00%} | {window.CpuShare / measured:0.00} |"));
    }

    private static int SamplerThread() => Directory.EnumerateDirectories("/proc/self/task")
        .Where(task => File.ReadAllText(Path.Combine(task, "comm")).Trim() == ThreadName)
        .Select(task => int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture))
        .Max();
}
