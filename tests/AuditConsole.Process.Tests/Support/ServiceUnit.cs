namespace AuditConsole.Processes.Tests.Support;

/// <summary>The systemd unit of <c>deploy/</c>, and a console begun with what it grants and nothing else.</summary>
internal static class ServiceUnit
{
    private const string Nobody = "65534";

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "auditconsole.service");

    /// <summary>The values of a setting, in the order of its lines.</summary>
    public static IReadOnlyList<string> Values(string setting) =>
        [.. File.ReadLines(Path).Where(line => line.StartsWith(setting + "=", StringComparison.Ordinal)).Select(line => line[(setting.Length + 1)..])];

    /// <summary>The capabilities granted.</summary>
    public static IReadOnlyList<string> Capabilities => Assert.Single(Values("AmbientCapabilities")).Split(' ');

    /// <summary>The words that begin a program as an ordinary user who holds these capabilities alone.</summary>
    public static string[] User(params IEnumerable<string> capabilities)
    {
        var set = string.Concat(capabilities.Select(capability => $",+{capability["CAP_".Length..].ToLowerInvariant()}"));
        return
        [
            "setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--no-new-privs",
            "--bounding-set", "-all" + set, "--inh-caps", "-all" + set, "--ambient-caps", "-all" + set,
        ];
    }

    /// <summary>Skips the test where such a user cannot be, or could not read the program.</summary>
    public static void RequireUser()
    {
        Machine.Require("setpriv");
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            Assert.SkipUnless(File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute), $"An ordinary user may not enter {folder}, where the program is.");
        }
    }
}
