using System.Diagnostics;
using System.Globalization;

namespace AuditConsole.Benchmarks.Sampling;

/// <summary>The C program beside this one, compiled by gcc when it is needed.</summary>
internal sealed class CompiledExchange : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private CompiledExchange(DirectoryInfo folder, Process process) => (_folder, _process) = (folder, process);

    /// <exception cref="InvalidOperationException">It cannot be compiled; the message is the compiler's.</exception>
    public static CompiledExchange Start(int processor)
    {
        var folder = Directory.CreateTempSubdirectory("auditconsole-exchange-");
        var program = Path.Combine(folder.FullName, "exchange");
        var source = Path.Combine(AppContext.BaseDirectory, "Sampling", "exchange.c");
        using var gcc = Process.Start(new ProcessStartInfo("gcc", ["-O2", "-o", program, source, "-ldl"]) { RedirectStandardError = true })!;
        var error = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        if (gcc.ExitCode != 0)
        {
            folder.Delete(recursive: true);
            throw new InvalidOperationException($"gcc could not compile {source}: {error}");
        }

        return new CompiledExchange(folder, Process.Start(new ProcessStartInfo(program, [processor.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <summary>The median of that many round trips, in nanoseconds.</summary>
    /// <param name="way"><c>raw</c> or <c>libaudit</c>.</param>
    /// <param name="requests">How many.</param>
    public double Median(string way, int requests)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way} {requests}"));
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine();
        return double.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds)
            ? nanoseconds : throw new InvalidOperationException($"The kernel did not answer the C program ({way}): {answer ?? "it ended"}");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
