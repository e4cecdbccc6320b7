using System.Diagnostics;
using System.Globalization;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>Lets this process run on either processor; kauditd stays on the first, where the tests run otherwise.</summary>
internal sealed class BothProcessors : IAsyncDisposable
{
    private BothProcessors()
    {
    }

    public static async Task<BothProcessors> TakeAsync()
    {
        await PinAsync("0,1");
        return new BothProcessors();
    }

    public async ValueTask DisposeAsync()
    {
        await PinAsync("0");
        // Once more for threads that were started meanwhile by some that had not yet been moved.
        await PinAsync("0");
    }

    private static async Task PinAsync(string processors)
    {
        var start = new ProcessStartInfo("/usr/bin/taskset", ["-apc", processors, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using var taskset = Process.Start(start)!;
        await taskset.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await taskset.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, taskset.ExitCode);
    }
}
