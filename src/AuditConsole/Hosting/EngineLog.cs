namespace AuditConsole.Hosting;

/// <summary>Logs what the engine prints, as a kernel prints it to its own log. Any thread may call.</summary>
internal sealed partial class EngineLog(ILogger logger)
{
    /// <summary>Without auditd the kernel prints each record; these are logged at a lower level than what it says of itself.</summary>
    public void Write(string line)
    {
        if (line.StartsWith("audit: type=", StringComparison.Ordinal))
        {
            Record(line);
        }
        else
        {
            Line(line);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The engine prints: {Record}")]
    private partial void Record(string record);

    [LoggerMessage(2, LogLevel.Information, "The engine prints: {Line}")]
    private partial void Line(string line);
}
