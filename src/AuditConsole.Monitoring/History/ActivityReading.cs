namespace AuditConsole.Monitoring.History;

/// <summary>Reads the activity without its numbers.</summary>
public static class ActivityReading
{
    /// <summary>What was done or found within [<paramref name="from"/>, <paramref name="to"/>), newest first, at most <paramref name="most"/>.</summary>
    public static async Task<IReadOnlyList<Activity>> ActivityAsync(
        this IHistory history, string host, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken)
    {
        var found = await history.FindActivityAsync(new ActivityFilter(host) { From = from, To = to, Most = most }, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(kept => kept.Entry)];
    }
}
