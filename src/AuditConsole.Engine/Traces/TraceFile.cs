using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AuditConsole.Engine.Traces;

/// <summary>The trace file: a header, the steps in about one byte each, and a SHA-256 of all that.</summary>
/// <remarks>
/// <para>Header, little-endian: "ACTR", version u16 = 1, tasks u16, steps u32, records u32.</para>
/// <para>
/// Then one variable-length number (7 bits a byte, low first) per token. Its low two bits say what follows, the rest is a number n:
/// 0: a step with n arrivals and no pass; 1: a step with n arrivals and the service of the last pass; 2: a step with n arrivals and the
/// service in the next number; 3: the last step n more times. A step with up to 31 arrivals takes one byte.
/// </para>
/// </remarks>
public static class TraceFile
{
    /// <summary>Bytes of the largest file that is read.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    private const int HeaderSize = 16;
    private const int Version = 1;
    private const int NoPass = 0;
    private const int SameService = 1;
    private const int OtherService = 2;
    private const int Repeat = 3;

    private static ReadOnlySpan<byte> Magic => "ACTR"u8;

    /// <summary>The file of a trace.</summary>
    public static byte[] Write(WorkloadTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        using var file = new MemoryStream(HeaderSize + trace.Steps + SHA256.HashSizeInBytes);
        Span<byte> header = stackalloc byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)trace.Tasks);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)trace.Steps);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)trace.Records);
        file.Write(header);
        WriteSteps(file, trace);
        file.Write(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length)));
        return file.ToArray();
    }

    /// <summary>The trace in a file.</summary>
    /// <exception cref="InvalidDataException">It is no trace file, of a later version, too large, cut off or damaged; the message says which.</exception>
    public static WorkloadTrace Read(ReadOnlySpan<byte> file)
    {
        Require(file.Length <= MostBytes, $"The file has {file.Length} bytes; accepted are up to {MostBytes}.");
        Require(file.StartsWith(Magic), "This is no trace file: it does not begin with ACTR. Accepted are files that the Lab has recorded, and CSV with the columns ms,records.");
        Require(file.Length >= HeaderSize + SHA256.HashSizeInBytes, $"The trace file is cut off after {file.Length} bytes, within its header.");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(file[4..]);
        Require(version == Version, $"The trace file has version {version}; accepted is {Version}. A newer console wrote it.");
        var steps = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        var records = BinaryPrimitives.ReadUInt32LittleEndian(file[12..]);
        Require(steps <= WorkloadTrace.MostSteps, $"The trace file has {steps} steps; accepted are up to {WorkloadTrace.MostSteps}.");
        WorkloadTrace.RequireRecords(records);
        Require(
            SHA256.HashData(file[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]),
            "The trace file is cut off or damaged: its checksum does not match. Record or download it again.");
        var trace = ReadSteps(file[HeaderSize..^SHA256.HashSizeInBytes], BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), (int)steps);
        Require(trace.Records == records, $"The trace file says {records} records and has {trace.Records}.");
        return trace;
    }

    private static void WriteSteps(MemoryStream file, WorkloadTrace trace)
    {
        var service = 0;
        for (var step = 0; step < trace.Steps; step++)
        {
            var (arrivals, most) = trace[step];
            var repeats = Repeats(trace, step);
            if (repeats > 1)
            {
                WriteNumber(file, ((long)repeats << 2) | Repeat);
                step += repeats - 1;
            }
            else if (most == 0 || most == service)
            {
                WriteNumber(file, ((long)arrivals << 2) | (most == 0 ? (long)NoPass : SameService));
            }
            else
            {
                WriteNumber(file, ((long)arrivals << 2) | OtherService);
                WriteNumber(file, service = most);
            }
        }
    }

    /// <summary>How many steps from here on are the same as the one before.</summary>
    private static int Repeats(WorkloadTrace trace, int step)
    {
        var end = step;
        while (step > 0 && end < trace.Steps && trace[end] == trace[step - 1])
        {
            end++;
        }

        return end - step;
    }

    private static WorkloadTrace ReadSteps(ReadOnlySpan<byte> body, int tasks, int steps)
    {
        var (arrivals, service) = (new int[steps], new int[steps]);
        var (step, last) = (0, 0);
        while (step < steps)
        {
            var token = ReadNumber(ref body);
            var (number, kind) = (token >> 2, (int)(token & 3));
            if (kind == Repeat)
            {
                if (step == 0 || number > steps - step)
                {
                    throw new InvalidDataException($"The trace file repeats a step {number} times where {(step == 0 ? 0 : steps - step)} may follow.");
                }

                arrivals.AsSpan(step, (int)number).Fill(arrivals[step - 1]);
                service.AsSpan(step, (int)number).Fill(service[step - 1]);
                step += (int)number;
                continue;
            }

            last = kind == OtherService ? Count(ReadNumber(ref body)) : last;
            (arrivals[step], service[step]) = (Count(number), kind == NoPass ? 0 : last);
            step++;
        }

        Require(body.IsEmpty, $"The trace file has {body.Length} bytes after its last step.");
        return new WorkloadTrace(tasks, arrivals, service);
    }

    private static int Count(long number) => number <= int.MaxValue
        ? (int)number
        : throw new InvalidDataException($"The trace file has a step of {number} records; accepted are up to {int.MaxValue}.");

    private static void WriteNumber(MemoryStream file, long number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            file.WriteByte((byte)(number | 0x80));
        }

        file.WriteByte((byte)number);
    }

    private static long ReadNumber(ref ReadOnlySpan<byte> body)
    {
        const int MostBits = 42;
        var number = 0L;
        for (var shift = 0; shift < MostBits; shift += 7)
        {
            Require(!body.IsEmpty, "The trace file ends before its last step.");
            var next = body[0];
            body = body[1..];
            number |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException("The trace file has a number that is too long.");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
