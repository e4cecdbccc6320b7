using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.Windows;

public sealed class MarkShownTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void SourceSeen_MarkOfBeforeTheBaseline_DoesNotCount()
    {
        var mark = new MarkShown(s_start, 3, s_start) { SourceFloor = 40 };

        Assert.Equal(3u, mark.SourceSeen(40, s_start.AddSeconds(1)).Value);
        Assert.Equal(41u, mark.SourceSeen(41, s_start.AddSeconds(1)).Value);
    }

    [Fact]
    public void Seen_EqualBacklogLater_KeepsTheFirstTime()
    {
        var mark = new MarkShown(s_start, 5, s_start).Seen(9, s_start.AddSeconds(1)).Seen(9, s_start.AddSeconds(2));

        Assert.Equal((9u, (DateTimeOffset?)s_start.AddSeconds(1)), (mark.Value, mark.ReachedAt));
    }
}
