using AuditConsole.History;
using AuditConsole.Tests.Support;

namespace AuditConsole.Tests.History;

public sealed class HistoryViewTests
{
    [Theory]
    [InlineData("24h", null, null, null, null, "history?range=24h")]
    [InlineData("1h", null, null, "before", null, "history?range=1h&compare=before")]
    [InlineData(null, "now-6h", null, "before", "table", "history?from=now-6h&to=now&compare=before&view=table")]
    [InlineData(null, "2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z", null, "table", "history?from=2026-03-01T12:00:00&to=2026-03-01T13:00:00&view=table")]
    public void Address_Read_IsWrittenTheSame(string? range, string? from, string? to, string? compare, string? view, string address)
    {
        var read = Read(range, from, to, compare, view);

        Assert.Equal(address, read.Address);
        Assert.Equal(address, (read with { Compare = !read.Compare }).ToggleCompare);
        Assert.Equal(address, (read with { Table = !read.Table }).ToggleTable);
    }

    [Fact]
    public void Links_OfAView_KeepItsOtherParts()
    {
        var view = Read("6h", null, null, "before", "table");

        Assert.All([view.OfPreset("1y"), view.At(view.Range.Earlier), view.At(view.Range.Wider(Sample.Now))], address => Assert.EndsWith("&compare=before&view=table", address, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("after", null, "compare=before")]
    [InlineData(null, "list", "view=table")]
    public void Read_UnknownPart_SaysWhatIsAcceptedAndLeavesItOut(string? compare, string? view, string accepted)
    {
        var read = HistoryView.Read(HistoryRange.Read("1h", null, null, Sample.Now, out _), compare, view, out var complaint);

        Assert.Contains(accepted, complaint, StringComparison.Ordinal);
        Assert.Equal((false, false), (read.Compare, read.Table));
    }

    private static HistoryView Read(string? range, string? from, string? to, string? compare, string? view) =>
        HistoryView.Read(HistoryRange.Read(range, from, to, Sample.Now, out _), compare, view, out _);
}
