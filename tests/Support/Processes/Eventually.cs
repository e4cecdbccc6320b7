namespace AuditConsole.Tests.Support.Processes;

/// <summary>Asks again until something is the case, for at most a minute or what the test allows.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The first answer that is there.</summary>
    /// <param name="ask">Answers <see langword="null"/> as long as there is nothing.</param>
    /// <param name="what">What is waited for, for the failure's message.</param>
    /// <param name="patience">How long; a minute if not told otherwise.</param>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask, string what, TimeSpan? patience = null)
        where T : class
    {
        var stop = TestContext.Current.CancellationToken;
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            var deadline = patience ?? s_deadline;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < deadline, $"Within {deadline.TotalSeconds} s there was no {what}.");
            await Task.Delay(s_pause, TimeProvider.System, stop);
        }
    }

    /// <summary>Waits until the condition holds.</summary>
    public static Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null) =>
        GetAsync(async () => await condition() ? what : null, what, patience);
}
