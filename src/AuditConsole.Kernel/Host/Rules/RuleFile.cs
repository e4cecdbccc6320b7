namespace AuditConsole.Kernel.Host.Rules;

/// <summary>A file of audit rules as it was found.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Lines">Its lines; <see langword="null"/> where this process may not read it.</param>
internal sealed record RuleFile(string Path, IReadOnlyList<RuleLine>? Lines)
{
    /// <summary>Reads a file.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    public static RuleFile? Read(string path)
    {
        try
        {
            return new RuleFile(path, [.. File.ReadLines(path).Select((text, index) => new RuleLine(path, index + 1, text))]);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RuleFile(path, null);
        }
    }
}
