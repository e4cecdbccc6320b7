using System.Buffers.Binary;
using System.Security.Cryptography;
using AuditConsole.Engine.Tests.Support;
using AuditConsole.Engine.Traces;

namespace AuditConsole.Engine.Tests.Traces;

public sealed class TraceFileTests
{
    private const int ChecksumSize = SHA256.HashSizeInBytes;

    [Fact]
    public void Read_WhatWasWritten_IsTheSameTrace()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            AssertSame(SomeTraces.Random(seed), TraceFile.Read(TraceFile.Write(SomeTraces.Random(seed))));
        }
    }

    [Fact]
    public void Read_ExtremeNumbersAndLongSilence_IsTheSameTrace()
    {
        var trace = new WorkloadTrace(
            WorkloadTrace.MostTasks,
            [WorkloadTrace.MostRecordsPerStep, .. new int[100_000], 0],
            [int.MaxValue, .. new int[100_000], int.MaxValue]);

        var file = TraceFile.Write(trace);

        AssertSame(trace, TraceFile.Read(file));
        Assert.InRange(file.Length, 1, 100);
    }

    [Fact]
    public void Read_NoSteps_IsEmpty() => Assert.Equal(0, TraceFile.Read(TraceFile.Write(new WorkloadTrace(0, [], []))).Steps);

    [Fact]
    public void Read_AnyByteChangedOrCutOff_IsRefused()
    {
        var file = TraceFile.Write(SomeTraces.Random(3));
        for (var place = 0; place < file.Length; place++)
        {
            var damaged = file.ToArray();
            damaged[place] ^= 1;
            Assert.Throws<InvalidDataException>(() => TraceFile.Read(damaged));
            Assert.Throws<InvalidDataException>(() => TraceFile.Read(file.AsSpan(0, place)));
        }
    }

    [Fact]
    public void Read_GarbageWithARightChecksum_IsRefusedOrRead()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var file = TraceFile.Write(SomeTraces.Random(seed));
            var random = new Random(seed);
            random.NextBytes(file.AsSpan(16, file.Length - 16 - ChecksumSize));
            try
            {
                TraceFile.Read(Sealed(file));
            }
            catch (InvalidDataException e)
            {
                Assert.NotEqual("", e.Message);
            }
        }
    }

    [Theory]
    [InlineData(4, 2, "version 2; accepted is 1")]
    [InlineData(6, 65, "65 tasks; accepted are 0 to 64")]
    [InlineData(15, 255, "records or more; accepted are up to 100000000")]
    [InlineData(11, 255, "steps; accepted are up to 14400000")]
    public void Read_HeaderOutOfRange_SaysWhatIsAccepted(int place, byte value, string expected)
    {
        var file = TraceFile.Write(SomeTraces.Random(3));
        file[place] = value;

        var e = Assert.Throws<InvalidDataException>(() => TraceFile.Read(Sealed(file)));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherFiles_SaysWhy()
    {
        Assert.Contains("no trace file", Message("PK\u0003\u0004 something else"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("cut off after 4 bytes", Message("ACTR"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("accepted are up to 33554432", Message(new byte[TraceFile.MostBytes + 1]), StringComparison.Ordinal);
        Assert.Contains("checksum does not match", Message(TraceFile.Write(SomeTraces.Random(3))[..^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RecordsOfTheHeaderAreNotThoseOfTheSteps_IsRefused()
    {
        var file = TraceFile.Write(new WorkloadTrace(0, [3], [0]));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), 4);

        Assert.Contains("says 4 records and has 3", Assert.Throws<InvalidDataException>(() => TraceFile.Read(Sealed(file))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trace-build", 600_000)]
    [InlineData("trace-forks", 200_000)]
    public void Write_RealTrace_BytesPerMillionRecords(string name, int most)
    {
        var trace = SomeTraces.Real(name, tasks: 8);

        Assert.InRange(TraceFile.Write(trace).Length * 1_000_000L / trace.Records, 1, most);
    }

    private static string Message(byte[] file) => Assert.Throws<InvalidDataException>(() => TraceFile.Read(file)).Message;

    private static byte[] Sealed(byte[] file) => [.. file[..^ChecksumSize], .. SHA256.HashData(file.AsSpan(0, file.Length - ChecksumSize))];

    private static void AssertSame(WorkloadTrace expected, WorkloadTrace read)
    {
        Assert.Equal((expected.Tasks, expected.Records), (read.Tasks, read.Records));
        Assert.True(expected.Arrivals.SequenceEqual(read.Arrivals) && expected.Service.SequenceEqual(read.Service));
    }
}
