namespace AuditConsole.Kernel.Host.Rules;

/// <summary>One line of a rules file.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Text">The line as it stands there.</param>
internal sealed record RuleLine(string File, int Number, string Text)
{
    /// <summary>What <c>auditctl</c> gets of it; none for an empty line and for a comment.</summary>
    public string[] Words { get; } = Text.TrimStart().StartsWith('#') ? [] : Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public string Place => $"{File} line {Number}";
}
