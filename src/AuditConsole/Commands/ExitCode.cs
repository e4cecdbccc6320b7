namespace AuditConsole.Commands;

/// <summary>What the commands end with; docs/command-line.md lists them for scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done, and nothing was found wrong.</summary>
    public const int Done = 0;

    /// <summary>Something was found wrong, or a file or database could not be used.</summary>
    public const int Failed = 1;

    /// <summary>The command or a value cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>The console or the kernel refused; nothing was changed, or the message says what was.</summary>
    public const int Refused = 3;

    /// <summary>Neither a console nor the kernel answers.</summary>
    public const int Unreachable = 4;

    /// <summary>A token is missing, wrong, or of too small a role.</summary>
    public const int NotAllowed = 5;
}
