namespace AuditConsole.Conformance.Exchange;

/// <summary>Waits for what another thread of the subject does, which a test has no other way to see.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < s_deadline, $"Within {s_deadline.TotalSeconds} s there was no {what}.");
            await Task.Delay(s_pause, TimeProvider.System);
        }
    }
}
