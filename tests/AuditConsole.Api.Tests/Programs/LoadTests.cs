using AuditConsole.Load;

namespace AuditConsole.Api.Tests.Programs;

public sealed class LoadTests
{
    [Fact(Timeout = 120_000)]
    public async Task Run_OfFiveClients_LosesNothingAndMeasuresBothWays()
    {
        var report = await LoadRun.RunAsync(
            new LoadOptions { Clients = 5, Seconds = 3, Program = LoadOptions.BuiltProgram() }, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine(report.ToString());

        Assert.Equal((5, 5), (report.Hub.PerClient.Count, report.Polling.PerClient.Count));
        Assert.True(report.Hub.Expected > 0 && report.Hub.FallenBehind == 0, report.ToString());
        Assert.All(report.Hub.PerClient, received => Assert.Equal(report.Hub.Expected, received));
        Assert.True(report.Hub.BytesReceived > 0 && report.Hub.ResidentBytes > 0, report.ToString());
        Assert.InRange(report.Hub.BytesReceived / (double)report.Hub.PerClient.Sum(), 200, 2000);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1001, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 601)]
    public async Task Run_OutOfBounds_IsRefusedBeforeAnythingStarts(int clients, int seconds) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => LoadRun.RunAsync(new LoadOptions { Clients = clients, Seconds = seconds, Program = "none" }, TestContext.Current.CancellationToken));
}
