using System.Diagnostics;

namespace AuditConsole.Tests.Support;

/// <summary>A PostgreSQL server of the tests' own: a new cluster in a temporary folder, reached through a socket in it.</summary>
internal sealed class PostgresServer : IDisposable
{
    private const string User = "postgres";
    private static readonly string? s_programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    private readonly TemporaryFolder _folder = new();
    private int _databases;

    public PostgresServer()
    {
        if (Missing is not null)
        {
            return;
        }

        Run("/usr/bin/chown", User, _folder.Path);
        RunAsUser("initdb", "-D", Data, "-A", "trust", "-E", "UTF8", "--no-sync");
        Start();
    }

    /// <summary>Why there can be none.</summary>
    public static string? Missing { get; } =
        s_programs is null ? "PostgreSQL is not installed (Debian package postgresql)."
        : !Environment.IsPrivilegedProcess ? "Starting PostgreSQL as its own user needs root." : null;

    private string Data => _folder.File("data");

    /// <summary>Creates an empty database.</summary>
    /// <returns>How to connect to it.</returns>
    public string CreateDatabase()
    {
        var name = $"history_{Interlocked.Increment(ref _databases)}";
        RunAsUser("createdb", "-h", _folder.Path, name);
        return $"Host={_folder.Path};Username={User};Database={name}";
    }

    public void Start() => RunAsUser("pg_ctl", "-D", Data, "-w", "-l", _folder.File("log"), "-o", $"-k {_folder.Path} -c listen_addresses='' -c max_connections=50", "start");

    /// <summary>Ends it at once, cutting every connection.</summary>
    public void Stop() => RunAsUser("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");

    public void Dispose()
    {
        if (Missing is null && File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            Stop();
        }

        _folder.Dispose();
    }

    private static void RunAsUser(string program, params string[] arguments) =>
        Run("/usr/bin/setpriv", ["--reuid", User, "--regid", User, "--init-groups", Path.Combine(s_programs!, program), .. arguments]);

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
