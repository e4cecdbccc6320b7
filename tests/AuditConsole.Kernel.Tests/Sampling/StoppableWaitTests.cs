using AuditConsole.Kernel.Sampling;

namespace AuditConsole.Kernel.Tests.Sampling;

public sealed class StoppableWaitTests
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void For_ADay_EndsOnceItIsStopped(bool stoppedBefore)
    {
        using var wait = new StoppableWait();
        using var begun = new ManualResetEventSlim(stoppedBefore);
        if (stoppedBefore)
        {
            wait.Stop();
        }

        var thread = new Thread(() =>
        {
            begun.Set();
            wait.For(s_day);
        })
        { IsBackground = true };
        thread.Start();
        begun.Wait(TestContext.Current.CancellationToken);
        wait.Stop();

        Assert.True(thread.Join(TimeSpan.FromMinutes(1)), "The wait goes on.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1)]
    public void For_ATimeThatIsOver_Ends(int microseconds)
    {
        using var wait = new StoppableWait();
        wait.For(TimeSpan.FromMicroseconds(microseconds));
    }
}
