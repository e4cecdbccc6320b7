using System.Text.Json;
using AuditConsole.Api;
using AuditConsole.Hosting;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Commands;

/// <summary>This machine's kernel, asked without a console between.</summary>
/// <remarks>What only a console knows, such as peaks and the mark shown, is null. Nothing is kept of what is done here but the kernel's own records.</remarks>
internal sealed class KernelClient : IAuditHost
{
    // AUDIT_FEATURE_BITMAP_LOST_RESET in include/uapi/linux/audit.h.
    private const uint LostResetFeature = 0x20;

    // As long as a request is waited for that the kernel may be holding.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly KernelHost _machine = new();
    private AuditClient? _client;

    public Task<JsonElement> StatusAsync(CancellationToken cancellationToken) =>
        AskAsync(async client => Json(await client.GetStatusAsync(cancellationToken)), cancellationToken);

    public Task<JsonElement> ResetAsync(string name, string? kind, string? reason, CancellationToken cancellationToken) => AskAsync(
        async client =>
        {
            if (kind == "baseline")
            {
                throw new CommandFailure("A baseline is kept by a console, and --direct talks to none; leave --direct out, or reset the kernel's own mark with --kernel.", ExitCode.Usage);
            }

            var counter = name switch { "lost" => AuditCounter.Lost, "backlog_wait_time_actual" => AuditCounter.BacklogWaitTimeActual, _ => AuditCounter.BacklogMaxDepth };
            Require(counter, await client.GetStatusAsync(cancellationToken));
            using var lease = TakeLease();
            var value = await client.ReadAndClearAsync(counter, cancellationToken);
            return JsonSerializer.SerializeToElement(new ResetPayload(value, TimeProvider.System.GetUtcNow(), null, null), ApiJson.Options);
        },
        cancellationToken);

    public Task<JsonElement> SetAsync(IReadOnlyDictionary<string, uint> fields, int? confirmWithin, string? reason, string? confirmHost, CancellationToken cancellationToken) => AskAsync(
        async client =>
        {
            if (confirmWithin is not null)
            {
                throw new CommandFailure("--confirm-within needs a running console to take the change back; leave --direct out.", ExitCode.Usage);
            }

            using var lease = TakeLease();
            return Json(await KernelSettings.ApplyAsync(client, fields, confirmHost, _machine.Hz, cancellationToken));
        },
        cancellationToken);

    public ValueTask DisposeAsync() => _client?.DisposeAsync() ?? ValueTask.CompletedTask;

    private JsonElement Json(AuditStatus status) => JsonSerializer.SerializeToElement(
        new
        {
            At = TimeProvider.System.GetUtcNow(),
            Source = "kernel",
            status.Enabled,
            status.Failure,
            status.Pid,
            status.RateLimit,
            status.BacklogLimit,
            status.Lost,
            status.Backlog,
            status.BacklogWaitTime,
            status.BacklogWaitTimeActual,
            BacklogMaxDepth = (uint?)null,
            BacklogMaxDepthSource = status.BacklogMaxDepth,
            Tier = (string?)null,
            Headroom = (long?)null,
            Utilization = (double?)null,
            _machine.Hz,
        },
        ApiJson.Options);

    // A running console counts on nobody else clearing or changing what it keeps.
    private static Lease TakeLease()
    {
        var lease = MonitoredHost.TakeKernelLease();
        return lease.Refusal is { } refusal ? throw new CommandFailure($"{refusal} Leave --direct out to go through it.", ExitCode.Refused) : lease;
    }

    // An older kernel acknowledges a reset it does not know as if the counter had been 0.
    private static void Require(AuditCounter counter, AuditStatus status)
    {
        var known = counter switch
        {
            AuditCounter.Lost => (status.FeatureBitmap & LostResetFeature) != 0,
            AuditCounter.BacklogWaitTimeActual => status.BacklogWaitTimeActual is not null,
            _ => status.BacklogMaxDepth is not null,
        };
        if (!known)
        {
            throw new CommandFailure($"This kernel has no {(counter == AuditCounter.BacklogMaxDepth ? "backlog_max_depth" : "way to reset that counter")}; nothing was sent.", ExitCode.Refused);
        }
    }

    private async Task<JsonElement> AskAsync(Func<AuditClient, Task<JsonElement>> ask, CancellationToken cancellationToken)
    {
        try
        {
            _client ??= new AuditClient(NetlinkTransport.Open(), TimeProvider.System);
            return await ask(_client).WaitAsync(s_patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new CommandFailure($"The kernel has held the request for {s_patience.TotalSeconds:0} s, as it does while the backlog is over its limit. It may still be carried out.", ExitCode.Unreachable);
        }
        catch (AuditException e)
        {
            throw new CommandFailure(new KernelAccess(_machine).Explain(e), e is AuditRefusedException ? ExitCode.Refused : ExitCode.Unreachable);
        }
    }
}
