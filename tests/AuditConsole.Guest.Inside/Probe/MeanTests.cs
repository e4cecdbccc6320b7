using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Probe;

// The namespace says which kernel a test runs under.
namespace AuditConsole.Guest.Inside.Patched;

/// <summary>The mean backlog between bounds that follow from when records were handed in and what AUDIT_GET said in between.</summary>
public sealed class MeanTests : GuestKernel
{
    private const int Ahead = 40;

    public static IEnumerable<TheoryDataRow<string>> Hooks => Enum.GetNames<ProbeHook>().Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task Mean_OfRecordsThatStandForAKnownTime_IsBetweenItsBounds(string hook)
    {
        using var probe = await GuestProbe.StartAsync(Enum.Parse<ProbeHook>(hook), Client, ProbeMode.Full);
        foreach (var records in new[] { 1, 10, 100, 1000 })
        {
            // The window begins somewhere in the closing of the one before it.
            var start = TimeProvider.System.GetTimestamp();
            await probe.CloseAsync();
            long handedIn, standing;
            uint backlog;
            using (new DeafAuditd())
            {
                // Its buffer is full with these, and kauditd waits with each of them.
                await FloodAsync(Ahead);
                await FloodAsync(records);
                handedIn = TimeProvider.System.GetTimestamp();
                await PauseAsync(TimeSpan.FromMilliseconds(50));
                standing = TimeProvider.System.GetTimestamp();
                backlog = (await Client.GetStatusAsync(Stop)).Backlog;
            }

            var (window, _) = await probe.CloseAsync();
            var end = TimeProvider.System.GetTimestamp();
            var integral = window.MeanWait!.Value * window.Records;
            var least = TimeProvider.System.GetElapsedTime(handedIn, standing) * backlog;
            var most = TimeProvider.System.GetElapsedTime(start, end) * window.Records;
            Console.WriteLine($"{hook}, {records} records: {least} ≤ {integral} ≤ {most}; mean {window.Mean:0.00}, wait {window.MeanWait}, {backlog} standing");

            Assert.Null(window.MeanDoubt);
            Assert.True(backlog >= records, $"Only {backlog} of {records} records stood.");
            Assert.InRange(integral, least, most);
            Assert.InRange(window.Mean!.Value, least / TimeProvider.System.GetElapsedTime(start, end), window.Peak);
        }
    }

    [Fact]
    public async Task Windows_OfProducersOnBothProcessors_AreInBalance()
    {
        await using var both = await BothProcessors.TakeAsync();
        using var probe = await GuestProbe.StartAsync(ProbeHook.Fentry, Client, ProbeMode.Full);
        var known = 0;
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => FloodAsync(250), Stop)));
            var (window, mark) = await probe.CloseAsync();
            Console.WriteLine($"both processors: mean {window.Mean:0.0}, wait {window.MeanWait}, peak {window.Peak}, mark {mark}");
            known += window.Mean is null ? 0 : 1;

            Assert.Equal(window.Mean is null, window.MeanDoubt is not null);
            Assert.Empty(window.Doubts);
            Assert.InRange(window.Mean ?? 0, 0, window.Peak);
        }

        Assert.InRange(known, 16, 20);
    }

    [Fact]
    public async Task Windows_WithRecordsOverTheRateLimit_AreInBalance()
    {
        using var probe = await GuestProbe.StartAsync(ProbeHook.Fentry, Client, ProbeMode.Full);
        for (var round = 0; round < 5; round++)
        {
            await Client.SetAsync(Protocol.AuditSetting.RateLimit, 20, Stop);
            await FloodAsync(200);
            await Client.SetAsync(Protocol.AuditSetting.RateLimit, 0, Stop);
            var (window, _) = await probe.CloseAsync();
            Console.WriteLine($"rate limit: mean {window.Mean:0.00}, wait {window.MeanWait}, {window.LossesSeen}");

            Assert.Null(window.MeanDoubt);
            Assert.InRange(window.LossesSeen!.RateLimit, 150ul, 230ul);
            Assert.InRange(window.Mean!.Value, 0, window.Peak);
        }
    }
}
