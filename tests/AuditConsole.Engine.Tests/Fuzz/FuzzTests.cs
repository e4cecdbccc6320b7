using System.Globalization;
using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Fuzz;

/// <summary>Malformed datagrams: never an exception, never a change that the kernel would not make, and the kernel's errno for each.</summary>
public sealed class FuzzTests
{
    private const string Variable = "AUDITCONSOLE_FUZZ_DATAGRAMS";
    private const int Seed = 20_261_122;
    private const int OfAnEngine = 200;

    private static long Count { get; } =
        long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 100_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Engine_EveryTruncationOfEveryValidMessage_AnswersAndChangesAsTheReference(bool refuseUnknownFields)
    {
        foreach (var message in Datagrams.Valid)
        {
            for (var length = 0; length <= message.Length; length++)
            {
                using var target = new FuzzTarget(refuseUnknownFields);
                target.Check(message[..length]);
                if (length >= NetlinkHeader.Size)
                {
                    var shorter = message[..length];
                    BitConverter.TryWriteBytes(shorter, (uint)length);
                    target.Check(shorter);
                }
            }
        }
    }

    [Fact]
    public void Engine_DamagedDatagrams_AnswersAndChangesAsTheReference()
    {
        var engines = (Count + OfAnEngine - 1) / OfAnEngine;
        Parallel.For(0L, engines, engine =>
        {
            var random = new Random(unchecked((int)(Seed + engine)));
            using var target = new FuzzTarget(refuseUnknownFields: engine % 2 == 0);
            for (var i = 0; i < OfAnEngine; i++)
            {
                target.Check(Datagrams.Next(random));
            }
        });
    }

    [Fact]
    public async Task EngineSocket_DamagedPackets_LeaveTheStateOfTheReference()
    {
        using var folder = new TemporaryFolder();
        await using var engine = new AuditEngine(new AuditEngineOptions { RefuseUnknownFields = false }, TimeProvider.System);
        await using var socket = new EngineSocket(engine, folder.File("engine.socket"), TimeProvider.System);
        await using var client = new SocketClient(folder.File("engine.socket"));
        var reference = new ReferenceKernel((uint)Environment.ProcessId, engine.Hz, refusesUnknownFields: false);
        var random = new Random(Seed);
        for (var i = 0u; i < 3_000; i++)
        {
            var datagram = Datagrams.Next(random);
            // An empty packet reads like the end of a connection.
            if (datagram.Length == 0)
            {
                continue;
            }

            reference.Receive(datagram);
            await client.SendAsync(datagram, TestContext.Current.CancellationToken);
            var status = await StatusAsync(engine, client, 0xf0000000 + i);
            Assert.Equal(
                (reference.Enabled, reference.Failure, reference.Pid, reference.RateLimit, reference.BacklogLimit, reference.BacklogWaitTime),
                (status.Enabled, status.Failure, status.Pid, status.RateLimit, status.BacklogLimit, status.BacklogWaitTime!.Value));
        }
    }

    private static async Task<AuditStatus> StatusAsync(AuditEngine engine, SocketClient client, uint sequence)
    {
        await client.SendAsync(NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Request, sequence, default), TestContext.Current.CancellationToken);
        while (true)
        {
            var next = client.ReceiveAsync(TestContext.Current.CancellationToken).AsTask();
            while (await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System)) != next)
            {
                // The engine may hold its sender, until kauditd has made a pass.
                engine.Drain(int.MaxValue);
            }

            var datagram = await next;
            if (NetlinkHeader.Read(datagram.Span) is { Type: AuditMessageType.Get } header && header.Sequence == sequence)
            {
                return AuditStatus.Parse(datagram.Span[NetlinkHeader.Size..]);
            }
        }
    }
}
