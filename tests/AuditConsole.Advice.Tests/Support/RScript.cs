using System.Diagnostics;
using System.Globalization;

namespace AuditConsole.Advice.Tests.Support;

/// <summary>Runs R with the package evd, as Debian's r-cran-evd brings it.</summary>
internal static class RScript
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script.</summary>
    /// <returns>The numbers of each line that it prints; R's own lines begin with a bracket.</returns>
    public static async Task<double[][]> RunAsync(string script)
    {
        var token = TestContext.Current.CancellationToken;
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("Rscript", ["-e", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Rscript is not installed; as root on Debian tests/run installs it (r-cran-evd).");
            throw;
        }

        using (process)
        {
            var error = process.StandardError.ReadToEndAsync(token);
            var output = await process.StandardOutput.ReadToEndAsync(token).WaitAsync(s_patience, TimeProvider.System, token);
            await process.WaitForExitAsync(token).WaitAsync(s_patience, TimeProvider.System, token);
            Assert.True(process.ExitCode == 0, await error);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(line => !line.StartsWith('['))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
        }
    }
}
