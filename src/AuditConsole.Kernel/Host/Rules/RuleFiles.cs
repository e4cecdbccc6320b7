namespace AuditConsole.Kernel.Host.Rules;

/// <summary>The audit rules on this machine's disk: the parts in <c>rules.d</c>, and <c>audit.rules</c>, which <c>augenrules</c> makes of them.</summary>
/// <param name="Folder">The path of <c>rules.d</c>.</param>
/// <param name="Parts">The files that <c>augenrules</c> takes, in its order; <see langword="null"/> where there is no such folder.</param>
/// <param name="Loaded"><c>audit.rules</c>; <see langword="null"/> where there is none.</param>
/// <param name="Unreadable">The paths that this process may not read.</param>
internal sealed record RuleFiles(string Folder, IReadOnlyList<RuleFile>? Parts, RuleFile? Loaded, IReadOnlyList<string> Unreadable)
{
    /// <summary>Reads what there is; nothing is ever written.</summary>
    /// <param name="etc">Where the folder of settings is.</param>
    public static RuleFiles Read(string etc)
    {
        var folder = Path.Combine(etc, "audit", "rules.d");
        var loaded = RuleFile.Read(Path.Combine(etc, "audit", "audit.rules"));
        var unreadable = new List<string>();
        IReadOnlyList<RuleFile>? parts = null;
        try
        {
            parts = [.. Names(folder).Select(name => RuleFile.Read(Path.Combine(folder, name))).OfType<RuleFile>()];
            unreadable.AddRange(parts.Where(part => part.Lines is null).Select(part => part.Path));
        }
        catch (DirectoryNotFoundException)
        {
            // A machine without the folder loads audit.rules alone.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unreadable.Add(folder);
        }

        if (loaded is { Lines: null })
        {
            unreadable.Add(loaded.Path);
        }

        return new RuleFiles(folder, parts, loaded, unreadable);
    }

    /// <summary>The parts' lines one after the other, as they stand.</summary>
    public IReadOnlyList<RuleLine>? Written => Parts is not null && Parts.All(part => part.Lines is not null)
        ? [.. Parts.SelectMany(part => part.Lines!)]
        : null;

    /// <summary>What <c>augenrules</c> makes of the parts: of the options below the last line each, at its place, and all other lines between.</summary>
    /// <remarks>Source: the script <c>augenrules</c> of audit-userspace.</remarks>
    public IReadOnlyList<RuleLine>? Merged
    {
        get
        {
            var lines = Written?.Where(line => line.Words.Length > 0).ToList();
            if (lines is null)
            {
                return null;
            }

            var first = new[] { Take(lines, IsDeleteAll), Take(lines, line => Begins(line, "-b")), Take(lines, line => Begins(line, "-f")) };
            var last = Take(lines, line => Begins(line, "-e"));
            return [.. first.OfType<RuleLine>(), .. lines, .. new[] { last }.OfType<RuleLine>()];
        }
    }

    private static IEnumerable<string> Names(string folder) => Directory.EnumerateFiles(folder)
        .Select(path => Path.GetFileName(path))
        .Where(name => !name.StartsWith('.') && name.EndsWith(".rules", StringComparison.Ordinal))
        .Order(new VersionOrder());

    private static bool IsDeleteAll(RuleLine line) => line.Words is ["-D"];

    private static bool Begins(RuleLine line, string option) => line.Words[0].StartsWith(option, StringComparison.Ordinal);

    private static RuleLine? Take(List<RuleLine> lines, Predicate<RuleLine> isMeant)
    {
        var last = lines.FindLast(isMeant);
        lines.RemoveAll(isMeant);
        return last;
    }
}
