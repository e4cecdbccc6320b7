using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;
using AuditConsole.Settings;

namespace AuditConsole.Hosting;

/// <summary>Which source is shown, and why it is not the kernel if it is not.</summary>
/// <param name="Source">The source.</param>
/// <param name="Refusal">How the kernel refused, if it did.</param>
/// <param name="KernelRefusal">The same in words, with what to do about it.</param>
public sealed record SourceChoice(HostSource Source, AuditException? Refusal = null, string? KernelRefusal = null)
{
    // A kernel that is over its limit may hold the question itself; it is there then, and the monitor says so.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <exception cref="SettingsException">The kernel was demanded and refuses.</exception>
    /// <exception cref="HistoryException">Whether kernel windows are kept already cannot be found out.</exception>
    public static async Task<SourceChoice> MakeAsync(ConsoleSettings settings, IHistory history, TimeProvider time, CancellationToken cancellationToken)
    {
        if (settings.Source == SourceSetting.Engine)
        {
            return new SourceChoice(HostSource.Engine);
        }

        var (_, refusal) = await AskKernelAsync(time, cancellationToken);
        if (refusal is null)
        {
            return new SourceChoice(HostSource.Kernel);
        }

        var words = new KernelAccess(new KernelHost()).Explain(refusal);
        if (settings.Source == SourceSetting.Kernel)
        {
            throw new SettingsException([$"{SettingsLoader.Section}:Source is \"kernel\", and the kernel cannot be asked. {words} Accepted besides: auto, engine."]);
        }

        // Simulated figures never take the place of a machine's own that were shown before.
        return new SourceChoice(await HasKernelWindowsAsync(history, cancellationToken) ? HostSource.Kernel : HostSource.Engine, refusal, words);
    }

    private static async Task<bool> HasKernelWindowsAsync(IHistory history, CancellationToken cancellationToken) =>
        File.Exists(history.Location)
        && (await history.HostsAsync(cancellationToken)).Any(host => host.Source == HostSource.Kernel);

    /// <summary>Asks the kernel once. Neither an answer nor a refusal means that it holds the question.</summary>
    public static async Task<(AuditStatus? Status, AuditException? Refusal)> AskKernelAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await using var client = new AuditClient(NetlinkTransport.Open(), time);
            return (await client.GetStatusAsync(cancellationToken).WaitAsync(s_patience, time, cancellationToken), null);
        }
        catch (TimeoutException)
        {
            return (null, null);
        }
        catch (AuditException e)
        {
            return (null, e);
        }
    }
}
