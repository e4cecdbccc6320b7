namespace AuditConsole.Kernel.Sampling;

/// <summary>Says what sampling costs, the kernel's work for it included.</summary>
internal interface ICpuMeter
{
    /// <summary>Processor time used since the last call. Called on the sampler's own thread.</summary>
    /// <param name="roundTrip">How long the request in between took, without what the kernel held it for.</param>
    TimeSpan Charge(TimeSpan roundTrip);
}
