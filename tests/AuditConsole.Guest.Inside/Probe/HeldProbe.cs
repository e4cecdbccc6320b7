using AuditConsole.Kernel.Probe;

// Not one of the namespaces that are run as they are.
namespace AuditConsole.Guest.Inside.Held;

/// <summary>What a process does that a test starts and kills.</summary>
public sealed class HeldProbe
{
    /// <summary>What it prints once its probe is attached.</summary>
    public const string Attached = "The probe is attached.";

    [Fact(Explicit = true)]
    public async Task Probe_OfAProcessThatIsKilled_IsHeldUntilThen()
    {
        using var probe = AuditProbe.Start(TimeProvider.System).Probe;
        Assert.NotNull(probe);
        Console.WriteLine(Attached);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
