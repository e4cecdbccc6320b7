namespace AuditConsole.Processes.Tests.Support;

/// <summary>A seccomp filter as systemd would make it of the unit's lines, for a machine without a running systemd.</summary>
internal static class SystemCallFilter
{
    private const string Analyze = "systemd-analyze";

    /// <summary>Skips the test where the filter cannot be made.</summary>
    public static void Require()
    {
        Machine.Require(Analyze);
        Machine.Require("gcc");
    }

    /// <summary>Builds the program that becomes another one under the filter.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> BuildAsync(TemporaryFolder folder)
    {
        var calls = await ExpandAsync(ServiceUnit.Values("SystemCallFilter"));
        await File.WriteAllLinesAsync(
            folder.File("calls.h"), calls.Select(call => $"#ifdef __NR_{call}\n__NR_{call},\n#endif"), TestContext.Current.CancellationToken);
        var program = folder.File("system-call-filter");
        var source = Path.Combine(AppContext.BaseDirectory, "Data", "system-call-filter.c");
        var built = await Machine.RunAsync("gcc", "-O1", "-Wall", "-Werror", "-I", folder.Path, "-o", program, source);
        Assert.True(built.ExitCode == 0, built.Error);
        return program;
    }

    private static async Task<IReadOnlySet<string>> ExpandAsync(IReadOnlyList<string> lines)
    {
        var sets = await SetsAsync();
        var permitted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var calls = line.TrimStart('~').Split(' ').SelectMany(word => Calls(word, sets));
            if (line.StartsWith('~'))
            {
                permitted.ExceptWith(calls);
            }
            else
            {
                permitted.UnionWith(calls);
            }
        }

        // systemd permits these whatever the lines say.
        permitted.UnionWith(Calls("@default", sets));
        return permitted;
    }

    private static IEnumerable<string> Calls(string word, Dictionary<string, List<string>> sets) =>
        word.StartsWith('@') ? sets[word].SelectMany(inner => Calls(inner, sets)) : [word];

    /// <summary>The sets as systemd lists them: a name that begins the line, then what is in it, indented.</summary>
    private static async Task<Dictionary<string, List<string>>> SetsAsync()
    {
        var listed = await Machine.RunAsync(Analyze, "--no-pager", "syscall-filter");
        Assert.True(listed.ExitCode == 0, listed.Error);
        var sets = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var members = new List<string>();
        foreach (var line in listed.Output.Split('\n'))
        {
            if (line.StartsWith('@'))
            {
                sets[line.Trim()] = members = [];
            }
            else if (line.Trim() is { Length: > 0 } member && line.StartsWith(' ') && !member.StartsWith('#'))
            {
                members.Add(member);
            }
        }

        return sets;
    }
}
