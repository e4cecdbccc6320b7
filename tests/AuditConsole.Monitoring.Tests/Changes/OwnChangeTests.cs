using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Changes;

/// <summary>What this console changes is not told as somebody else's doing, neither by a sample nor by the record of it.</summary>
public sealed class OwnChangeTests
{
    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OwnChange_IsToldOnceAsOurs_AndSomebodyElsesStillAsTheirs(bool readsRecords)
    {
        await using var harness = new StreamHarness(readsRecords: readsRecords);
        await harness.StartAsync();
        await harness.PassAsync();

        await ChangeAsync(harness, new ConfigChangeRequest { BacklogLimit = 8192, RateLimit = 5000 });
        await SettleAsync(harness);
        Assert.Empty(await harness.ActivityAsync(ActivityKind.Changed));
        Assert.Equal(2, (await harness.ActivityAsync(ActivityKind.Configured)).Count);

        await harness.Other.SetAsync(AuditSetting.BacklogLimit, 4096, CancellationToken.None);
        await SettleAsync(harness);

        Assert.Contains("4096", Assert.Single(await harness.ActivityAsync(ActivityKind.Changed)).Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task OwnChangeTakenBack_IsNotSomebodyElses()
    {
        await using var harness = new StreamHarness();
        await harness.StartAsync();
        await harness.PassAsync();

        await ChangeAsync(harness, new ConfigChangeRequest { BacklogLimit = 8192, ConfirmWithin = TimeSpan.FromSeconds(5) });
        for (var i = 0; i < 6; i++)
        {
            await harness.PollAsync();
            await harness.PassAsync();
        }

        await SettleAsync(harness);

        Assert.Equal(0u, harness.Monitor.Feed.Latest!.Status.BacklogLimit);
        Assert.Single(await harness.ActivityAsync(ActivityKind.ChangeReverted));
        Assert.Empty(await harness.ActivityAsync(ActivityKind.Changed));
    }

    private static async Task ChangeAsync(StreamHarness harness, ConfigChangeRequest request)
    {
        var change = harness.Monitor.ChangeAsync(request, new Requester("me", "here"), CancellationToken.None);
        await harness.SampleAsync();
        await change;
    }

    private static async Task SettleAsync(StreamHarness harness)
    {
        for (var i = 0; i < 4; i++)
        {
            await harness.PassAsync();
            await harness.SampleAsync();
        }
    }
}
