using AuditConsole.Hosting;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Monitoring.History;

namespace AuditConsole.Configure;

/// <summary>What is known of the machine beside its audit subsystem. Any thread may ask; it is read anew each time.</summary>
public interface IMachineSettings
{
    /// <summary>Its memory in bytes; <see langword="null"/> when not known, and for the engine.</summary>
    long? MemoryBytes { get; }

    /// <summary>What its disk and boot say; <see langword="null"/> for the engine, which has neither.</summary>
    PersistedSettings? Persisted { get; }
}

/// <inheritdoc/>
internal sealed class MachineSettings(MonitoredHost host) : IMachineSettings
{
    private readonly KernelHost _kernel = new();

    public long? MemoryBytes => IsKernel ? _kernel.MemoryBytes : null;

    public PersistedSettings? Persisted => IsKernel ? _kernel.Persisted : null;

    private bool IsKernel => host.Monitor.Feed.Description.Source == HostSource.Kernel;
}
