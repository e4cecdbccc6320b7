namespace AuditConsole.Protocol.Tests;

/// <summary>Whatever bytes arrive, decoding ends in a value or an <see cref="AuditProtocolException"/>.</summary>
public sealed class GarbageTests
{
    private const int Rounds = 50_000;

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    public void Decoding_OfRandomBytes_ThrowsNothingButProtocolErrors(int seed)
    {
        var random = new Random(seed);
        int decoded = 0, refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var datagram = new byte[random.Next(0, 130)];
            random.NextBytes(datagram);
            Plausible(random, datagram);
            try
            {
                decoded += NetlinkMessage.Split(datagram).Sum(DecodeAll);
            }
            catch (AuditProtocolException)
            {
                refused++;
            }
        }

        Assert.InRange(decoded, Rounds / 10, int.MaxValue);
        Assert.InRange(refused, Rounds / 10, Rounds);
    }

    /// <summary>Puts a fitting length and a known type over most of the noise, or hardly anything would get past the header.</summary>
    private static void Plausible(Random random, byte[] datagram)
    {
        AuditMessageType[] types = [AuditMessageType.Error, AuditMessageType.Get, AuditMessageType.GetFeature, AuditMessageType.ConfigChange];
        if (datagram.Length >= NetlinkHeader.Size && random.Next(4) != 0)
        {
            var length = (uint)random.Next(NetlinkHeader.Size, datagram.Length + 1);
            new NetlinkHeader(length, types[random.Next(types.Length)], NetlinkFlags.None, (uint)random.Next(3), 0).Write(datagram);
            if (random.Next(3) == 0)
            {
                BitConverter.TryWriteBytes(datagram, datagram.Length);
            }
        }
    }

    private static int DecodeAll(NetlinkMessage message)
    {
        var payload = message.Payload.Span;
        Assert.InRange(payload.Length, 0, 130);
        AuditRecord.TryParse(message.Header.Type, payload, out _);
        switch (message.Header.Type)
        {
            case AuditMessageType.Error:
                _ = NetlinkAck.Parse(payload);
                break;
            case AuditMessageType.Get:
                _ = AuditStatus.Parse(payload);
                break;
            case AuditMessageType.GetFeature:
                _ = AuditFeatures.Parse(payload);
                break;
        }

        return 1;
    }
}
