namespace AuditConsole.BrowserTests.Support;

/// <summary>Waiting for something to become so, looking often.</summary>
internal static class Until
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The first value for which <paramref name="holds"/>; fails, with the last value, when there is none for half a minute, or for <paramref name="patience"/>.</summary>
    public static async Task<T> HoldsAsync<T>(Func<Task<T>> read, Func<T, bool> holds, string what, TimeSpan? patience = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (holds(value))
            {
                return value;
            }

            if (TimeProvider.System.GetElapsedTime(start) > (patience ?? s_patience))
            {
                Assert.Fail($"Never came true: {what}. The last was {value}.");
            }

            await Task.Delay(s_pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
