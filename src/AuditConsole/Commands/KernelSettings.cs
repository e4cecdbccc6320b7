using AuditConsole.Monitoring.Changes;
using AuditConsole.Protocol;

namespace AuditConsole.Commands;

/// <summary>Changes the kernel's configuration with no console between: the same rules, and nobody to take it back.</summary>
internal static class KernelSettings
{
    /// <summary>The kernel's names of the fields.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ChangeFields.InOrder.Select(ChangeFields.NameOf)];

    /// <summary>Sends each field in a message of its own and reads all back.</summary>
    /// <returns>The status after it.</returns>
    /// <exception cref="CommandFailure">The rules forbid it, or a value reads as something else afterwards.</exception>
    /// <exception cref="AuditException">The kernel refused; the fields before that one stay changed.</exception>
    public static async Task<AuditStatus> ApplyAsync(AuditClient client, IReadOnlyDictionary<string, uint> fields, string? confirmHost, int? hz, CancellationToken cancellationToken)
    {
        var request = new ConfigChangeRequest
        {
            BacklogLimit = Find("backlog_limit"),
            BacklogWaitTime = Find("backlog_wait_time"),
            RateLimit = Find("rate_limit"),
            Failure = Find("failure"),
            Enabled = Find("enabled"),
        };
        if (ChangeRules.Complaint(request, hz) is { } complaint)
        {
            throw new CommandFailure(complaint, ExitCode.Usage);
        }

        if (request.Enabled == ChangeRules.Locked && confirmHost != Environment.MachineName)
        {
            throw new CommandFailure($"enabled=2 locks the configuration until the next boot. Say that you mean this machine: --confirm-host {Environment.MachineName}", ExitCode.Usage);
        }

        if (ChangeRules.Refusal(request, await client.GetStatusAsync(cancellationToken)) is { } refusal)
        {
            throw new CommandFailure(refusal, ExitCode.Refused);
        }

        foreach (var (field, value) in request.Fields)
        {
            await client.SetAsync(field, value, cancellationToken);
        }

        var after = await client.GetStatusAsync(cancellationToken);
        return request.Fields.FirstOrDefault(field => ChangeFields.Read(after, field.Field) != field.Value) is { Field: not 0 } other
            ? throw new CommandFailure($"{ChangeFields.NameOf(other.Field)} was set to {other.Value} and reads as {ChangeFields.Read(after, other.Field)}.", ExitCode.Refused)
            : after;

        uint? Find(string name) => fields.TryGetValue(name, out var value) ? value : null;
    }
}
