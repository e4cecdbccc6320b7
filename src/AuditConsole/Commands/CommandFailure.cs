namespace AuditConsole.Commands;

/// <summary>Ends a command with a sentence on standard error and an exit code.</summary>
internal sealed class CommandFailure(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>Runs a command and turns its failures into what it ends with.</summary>
    public static async Task<int> CatchAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (CommandFailure e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return Commands.ExitCode.Done;
        }
    }
}
