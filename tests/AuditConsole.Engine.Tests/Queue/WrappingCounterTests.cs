using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Queue;

public sealed class WrappingCounterTests
{
    [Fact]
    public void Add_PastTheLastValue_GoesOnAtZero()
    {
        var counter = new WrappingCounter(uint.MaxValue);

        counter.Add(3);

        Assert.Equal(2u, counter.Value);
    }

    [Fact]
    public void ReadAndClear_Twice_ReturnsTheValueOnce()
    {
        var counter = new WrappingCounter(7);

        Assert.Equal([7u, 0u], [counter.ReadAndClear(), counter.ReadAndClear()]);
    }
}
