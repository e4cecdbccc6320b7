using System.Globalization;

namespace AuditConsole.Kernel.Tests.Netlink.Fuzz;

/// <summary>Damaged, foreign, cut and lost datagrams on the way from the socket to the client's caller.</summary>
public sealed class FuzzTests
{
    private const string Variable = "AUDITCONSOLE_FUZZ_DATAGRAMS";
    private const int Seed = 20_261_122;
    private const int OfAClient = 10_000;

    private static long Count { get; } =
        long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 100_000;

    [Fact]
    public async Task Client_DamagedDatagrams_EndInADocumentedErrorAndLeaveTheNextExchangeIntact()
    {
        var clients = (Count + OfAClient - 1) / OfAClient;
        await Parallel.ForAsync(0L, clients, TestContext.Current.CancellationToken, async (client, stop) =>
        {
            await using var target = new FuzzTarget(unchecked((int)(Seed + client)));
            for (var i = 0; i < OfAClient; i += FuzzTarget.OfARequest)
            {
                await target.CheckAsync(stop);
            }
        });
    }
}
