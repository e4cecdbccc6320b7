namespace AuditConsole.Monitoring.Hosts;

/// <summary>Who asks something of a host; kept with the activity.</summary>
/// <param name="Name">The operator.</param>
/// <param name="Origin">From where and how, such as <c>192.0.2.7, page</c>; <see langword="null"/> for the console itself.</param>
/// <param name="Reason">Why, in the operator's words; <see langword="null"/> where none was given.</param>
public sealed record Requester(string Name, string? Origin, string? Reason = null)
{
    /// <summary>The console, for what it does of itself.</summary>
    public static Requester Console { get; } = new(History.Activity.Console, null);
}
