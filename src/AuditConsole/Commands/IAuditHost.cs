using System.Text.Json;

namespace AuditConsole.Commands;

/// <summary>Whom a command talks to: a running console, or the kernel itself. Every member throws <see cref="CommandFailure"/>.</summary>
internal interface IAuditHost : IAsyncDisposable
{
    /// <summary>The status, in the form of the API's.</summary>
    Task<JsonElement> StatusAsync(CancellationToken cancellationToken);

    /// <summary>Resets a counter or the mark.</summary>
    /// <param name="name"><c>backlog_max_depth</c>, <c>lost</c> or <c>backlog_wait_time_actual</c>.</param>
    /// <param name="kind">For the mark, <c>baseline</c> or <c>kernel</c>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<JsonElement> ResetAsync(string name, string? kind, string? reason, CancellationToken cancellationToken);

    /// <summary>Changes fields of the configuration and answers the status they leave.</summary>
    /// <param name="fields">The kernel's names with their values.</param>
    /// <param name="confirmWithin">Seconds after which the old values return unless confirmed.</param>
    /// <param name="reason">Why.</param>
    /// <param name="confirmHost">The host's name, which locking asks for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<JsonElement> SetAsync(IReadOnlyDictionary<string, uint> fields, int? confirmWithin, string? reason, string? confirmHost, CancellationToken cancellationToken);
}
