namespace AuditConsole.Kernel.Host;

/// <summary>What the kernel command line says about audit.</summary>
internal static class BootParameters
{
    /// <summary>The last <c>audit=</c> of the command line: false for 0 or off, true for any other value, else <see langword="null"/>.</summary>
    public static bool? Audit(string? commandLine)
    {
        const string Parameter = "audit=";
        bool? audit = null;
        foreach (var word in (commandLine ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            // What follows "--" is for init, not for the kernel.
            if (word == "--")
            {
                break;
            }

            if (word.StartsWith(Parameter, StringComparison.Ordinal))
            {
                audit = word[Parameter.Length..] is not ("0" or "off");
            }
        }

        return audit;
    }
}
