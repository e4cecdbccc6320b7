namespace AuditConsole.Monitoring.Records;

/// <summary>Whether the stream has told everything up to a moment, by what the samples show.</summary>
/// <remarks>
/// Records leave the queue in order, so once it has been empty every record of before has left it; one more sample's time is
/// what the last of them gets on its way through the socket to us.
/// </remarks>
/// <param name="backlog">The backlog at that moment.</param>
internal sealed class CatchUp(uint backlog)
{
    private bool _wasEmpty = backlog == 0;

    /// <summary>Takes in the next sample.</summary>
    /// <returns>Whether nothing more can come.</returns>
    public bool Next(uint backlog)
    {
        if (_wasEmpty)
        {
            return true;
        }

        _wasEmpty = backlog == 0;
        return false;
    }
}
