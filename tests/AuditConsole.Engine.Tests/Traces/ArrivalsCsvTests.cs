using AuditConsole.Engine.Tests.Support;
using AuditConsole.Engine.Traces;

namespace AuditConsole.Engine.Tests.Traces;

public sealed class ArrivalsCsvTests
{
    [Fact]
    public void Read_BunchesAtTicksOf4Ms_SpreadsEachOverItsTick() =>
        Assert.Equal([2, 2, 2, 3, 0, 0, 0, 0, 1, 1, 1, 1], Read("ms,records\n3,9\n11,4\n"));

    [Fact]
    public void Read_BunchesAtTicksOf10Ms_SpreadsEachOverItsTick() =>
        Assert.Equal([.. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(2, 10)], Read("ms,records\r\n0,10\r\n10,20\r\n"));

    [Fact]
    public void Read_AnyMilliseconds_TakenAsTheyAre() => Assert.Equal([7, 0, 2, 3], Read("ms,records\n5,7\n7,2\n8,3"));

    [Fact]
    public void Read_OneLine_OneMillisecond() => Assert.Equal([5], Read("ms,records\n4,5\n"));

    [Theory]
    [InlineData("trace-build", 11_454)]
    [InlineData("trace-forks", 22_886)]
    [InlineData("trace-find", 3_409)]
    [InlineData("trace-git", 7_985)]
    public void Read_RealFiles_NoRecordIsLost(string name, long records) => Assert.Equal(records, SomeTraces.Real(name, 1).Records);

    [Theory]
    [InlineData("", "The first line is \"\"; accepted is \"ms,records\".")]
    [InlineData("time,count\n1,2", "The first line is \"time,count\"")]
    [InlineData("ms,records\n", "no line after")]
    [InlineData("ms,records\n1,2\nx,3", "Line 3 is \"x,3\"; accepted are two whole numbers")]
    [InlineData("ms,records\n1,-2", "Line 2 is \"1,-2\"")]
    [InlineData("ms,records\n1,2,3", "Line 2 is \"1,2,3\"")]
    [InlineData("ms,records\n5,2\n5,3", "Line 3 is at 5 ms; accepted are times above the line before, 5 ms")]
    [InlineData("ms,records\n0,2\n2000000000,3", "within 240 minutes of the first")]
    [InlineData("ms,records\n0,100000001", "100000001 records or more; accepted are up to 100000000")]
    public void Read_BadFile_SaysWhatIsAccepted(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    private static int[] Read(string text) => ArrivalsCsv.Read(new StringReader(text));
}
