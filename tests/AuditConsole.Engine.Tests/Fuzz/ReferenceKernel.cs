using System.Buffers.Binary;

namespace AuditConsole.Engine.Tests.Fuzz;

/// <summary>What the kernel decides about a datagram, written from its description and not from the engine: plain words at plain offsets.</summary>
/// <remarks>Only what a program can ask for by a request. Values of counters and rules are not its business.</remarks>
internal sealed class ReferenceKernel(uint ownPid, int hz, bool refusesUnknownFields)
{
    /// <summary>The error of an acknowledgement that returns a counter, whatever it is.</summary>
    public const int AnyCounter = int.MaxValue;

    /// <summary>The error of a rule whose fields only the kernel's own parser can judge: 0, EINVAL, EEXIST or ENOENT.</summary>
    public const int AnyRule = int.MaxValue - 1;

    private const int Eperm = -1;
    private const int Einval = -22;

    public uint Enabled { get; private set; } = 1;

    public uint Failure { get; private set; } = 1;

    public uint Pid { get; private set; }

    public uint RateLimit { get; private set; }

    public uint BacklogLimit { get; private set; } = 64;

    public uint BacklogWaitTime { get; private set; } = 60_000;

    public uint Features { get; private set; }

    public uint FeatureLock { get; private set; }

    public uint TtyEnabled { get; private set; }

    public uint TtyPassword { get; private set; }

    /// <summary>Handles a datagram.</summary>
    /// <returns>The acknowledgements in their order: the sequence and the error of each.</returns>
    public List<(uint Sequence, int Error)> Receive(ReadOnlySpan<byte> datagram)
    {
        var acks = new List<(uint, int)>();
        while (datagram.Length >= 16)
        {
            var length = Word(datagram, 0);
            if (length < 16 || length > datagram.Length)
            {
                break;
            }

            var wantsAck = (datagram[6] & 4) != 0;
            var error = Decide((ushort)(datagram[4] | (datagram[5] << 8)), datagram[16..(int)length]);
            if (wantsAck || error != 0)
            {
                acks.Add((Word(datagram, 8), error));
            }

            var next = (length + 3) / 4 * 4;
            datagram = next >= datagram.Length ? default : datagram[(int)next..];
        }

        return acks;
    }

    private int Decide(int type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case 1000 or 1010 or 1013 or 1016 or 1019:
                return 0;
            case 1001:
                return Set(payload);
            case 1002 or 1003 or 1004:
                return -95;
            case 1011 or 1012:
                return payload.Length < 1040 ? Einval : Enabled == 2 ? Eperm : AnyRule;
            case 1014:
                return Enabled == 2 ? Eperm : 0;
            case 1015:
                return Enabled == 2 ? Eperm : MakeEquivalent(payload);
            case 1017:
                return SetTty(payload);
            case 1018:
                return SetFeature(payload);
            case 1005 or (>= 1100 and <= 1199) or (>= 2100 and <= 2999):
                return Enabled == 0 && type != 1107 ? 0 : payload.Length < 2 ? Einval : type == 1124 && TtyEnabled == 0 ? Eperm : 0;
            default:
                return Einval;
        }
    }

    private int Set(ReadOnlySpan<byte> payload)
    {
        Span<byte> status = stackalloc byte[48];
        status.Clear();
        payload[..Math.Min(48, payload.Length)].CopyTo(status);
        var mask = Word(status, 0);
        if (refusesUnknownFields && (mask & ~0x1ffu) != 0)
        {
            return Einval;
        }

        if ((mask & 0x01) != 0)
        {
            if (Word(status, 4) > 2 || Enabled == 2)
            {
                return Word(status, 4) > 2 ? Einval : Eperm;
            }

            Enabled = Word(status, 4);
        }

        if ((mask & 0x02) != 0)
        {
            if (Word(status, 8) > 2 || Enabled == 2)
            {
                return Word(status, 8) > 2 ? Einval : Eperm;
            }

            Failure = Word(status, 8);
        }

        if ((mask & 0x04) != 0)
        {
            var pid = Word(status, 12);
            if (pid != 0 && pid != ownPid)
            {
                return Einval;
            }

            if (pid != 0 && Pid != 0)
            {
                return -17;
            }

            Pid = pid;
        }

        if ((mask & 0x38) != 0 && Enabled == 2)
        {
            // A wait time that is wrong is found before the lock, but only if no limit was refused before.
            var isWrong = (mask & 0x38) == 0x20 && (payload.Length < 32 || Word(status, 36) > 600u * hz);
            return isWrong ? Einval : Eperm;
        }

        RateLimit = (mask & 0x08) != 0 ? Word(status, 16) : RateLimit;
        BacklogLimit = (mask & 0x10) != 0 ? Word(status, 20) : BacklogLimit;
        if ((mask & 0x20) != 0)
        {
            if (payload.Length < 32 || Word(status, 36) > 600u * hz)
            {
                return Einval;
            }

            BacklogWaitTime = Word(status, 36);
        }

        return mask is 0x40 or 0x80 or 0x100 ? AnyCounter : 0;
    }

    private int SetFeature(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 16)
        {
            return Einval;
        }

        var mask = Word(payload, 4) & 3;
        var features = Word(payload, 8);
        if ((mask & FeatureLock & (features ^ Features)) != 0)
        {
            return Eperm;
        }

        Features = (Features & ~mask) | (features & mask);
        FeatureLock |= Word(payload, 12) & mask;
        return 0;
    }

    private int SetTty(ReadOnlySpan<byte> payload)
    {
        var enabled = payload.Length >= 4 ? Word(payload, 0) : Partial(payload);
        var password = payload.Length >= 8 ? Word(payload, 4) : payload.Length > 4 ? Partial(payload[4..]) : 0;
        if (enabled > 1 || password > 1)
        {
            return Einval;
        }

        (TtyEnabled, TtyPassword) = (enabled, password);
        return 0;
    }

    private static int MakeEquivalent(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 8)
        {
            return Einval;
        }

        var strings = (uint)payload.Length - 8;
        var (old, now) = (Word(payload, 0), Word(payload, 4));
        return old == 0 || old > strings || now == 0 || now > strings - old ? Einval : -2;
    }

    private static uint Partial(ReadOnlySpan<byte> bytes)
    {
        var value = 0u;
        for (var i = 0; i < bytes.Length; i++)
        {
            value |= (uint)bytes[i] << (8 * i);
        }

        return value;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}
