namespace AuditConsole.Load;

/// <summary>What a run does. Bounded, so that a mistyped number burdens nobody.</summary>
public sealed record LoadOptions
{
    /// <summary>The most clients a run may open.</summary>
    public const int MostClients = 1000;

    /// <summary>The longest a part of a run may measure, in seconds.</summary>
    public const int MostSeconds = 600;

    /// <summary>Clients that watch at the same time, 1 to <see cref="MostClients"/>.</summary>
    public int Clients { get; init; } = 50;

    /// <summary>Seconds that each way of watching is measured, 1 to <see cref="MostSeconds"/>.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>The console's program, <c>AuditConsole.dll</c>.</summary>
    public required string Program { get; init; }

    /// <summary>The console built beside this program, in the same configuration.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string BuiltProgram()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AuditConsole.sln")))
        {
            root = root.Parent;
        }

        var program = Path.Combine(
            root?.FullName ?? "", "src", "AuditConsole", "bin", output.Parent?.Name ?? "Release", output.Name, "AuditConsole.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException($"There is no {program}. Build src/AuditConsole, or name the program with --program.");
    }
}
