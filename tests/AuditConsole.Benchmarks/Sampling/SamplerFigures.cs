namespace AuditConsole.Benchmarks.Sampling;

/// <summary>What a sample of this machine's kernel costs. Only asks; needs CAP_AUDIT_CONTROL, gcc, auditctl and libaudit.so.1.</summary>
internal static class SamplerFigures
{
    public static async Task<int> RunAsync(int requests, int rounds, int seconds)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                new ExchangeComparison(requests, rounds).Run();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }

        await CpuComparison.RunAsync(TimeSpan.FromSeconds(seconds));
        return 0;
    }
}
