using AuditConsole.Kernel.Probe.Bpf;

namespace AuditConsole.Kernel.Tests.Probe.Bpf;

public sealed class LockedMemoryTests
{
    private const ulong Soft = 64 << 10;
    private const ulong Hard = 1 << 20;
    private const ulong Infinity = ResourceLimit.Infinity;

    [Theory]
    [InlineData("5.10.0", Soft, Hard, true, null, Infinity)]
    [InlineData("5.10.0", Soft, Hard, false, Hard, Hard)]
    [InlineData("5.10.0", Soft, Soft, false, Soft, Soft)]
    [InlineData("5.10.0", Soft, Infinity, false, null, Infinity)]
    [InlineData("5.10.0", Infinity, Infinity, false, null, Infinity)]
    [InlineData("4.19.300", Soft, Soft, false, Soft, Soft)]
    [InlineData("5.11.0", Soft, Hard, true, null, Soft)]
    [InlineData("6.1.0", Soft, Hard, true, null, Soft)]
    public void Raise_OnAKernel_GoesAsFarAsItMayAndOnlyWhereItCounts(string kernel, ulong soft, ulong hard, bool isPrivileged, ulong? allowed, ulong inForce)
    {
        var limit = new ResourceLimit { Soft = soft, Hard = hard };
        var lockable = LockedMemory.Raise(
            Version.Parse(kernel),
            (out now) =>
            {
                now = limit;
                return true;
            },
            wanted =>
            {
                var permitted = isPrivileged || wanted.Hard <= limit.Hard;
                limit = permitted ? wanted : limit;
                return permitted;
            });

        Assert.Equal(allowed, lockable);
        Assert.Equal(inForce, limit.Soft);
    }

    [Fact]
    public void Raise_WhereTheLimitCannotBeRead_SaysThatNothingIsKnownToLimit() =>
        Assert.Null(LockedMemory.Raise(new Version(5, 4), (out limit) => { limit = default; return false; }, _ => throw new InvalidOperationException("Not to be set.")));
}
