using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Probe;

namespace AuditConsole.Guest.Inside.Unpatched;

public sealed class ProbeRefusalTests : GuestKernel
{
    [Fact]
    public void Start_OnAKernelWithoutBtf_SaysWhatIsMissing()
    {
        var start = AuditProbe.Start(TimeProvider.System);

        Assert.Null(start.Probe);
        Assert.Contains("CONFIG_DEBUG_INFO_BTF=y", Assert.Single(start.Refusals), StringComparison.Ordinal);
    }
}
