namespace AuditConsole.Hosts;

/// <summary>A host as pages show it.</summary>
/// <param name="Key">Its key in routes and history.</param>
/// <param name="IsWatched">Whether this console watches it, so that it has a state of the moment besides its history.</param>
public sealed record ShownHost(string Key, bool IsWatched)
{
    /// <summary>The name of the query value that says which host a page shows; without it a page shows the watched one.</summary>
    public const string Parameter = "host";

    /// <summary>Start of its oldest window; <see langword="null"/> where none is kept, or nobody has looked.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>An address of this site with the host in it; the watched host needs none.</summary>
    /// <param name="address">A page with or without a query, such as <c>history?range=24h</c>.</param>
    public string In(string address) =>
        IsWatched ? address : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Parameter}={Uri.EscapeDataString(Key)}";
}
