namespace AuditConsole.Access.Http;

/// <summary>Where somebody wanted to go before signing in: a path of this console and nothing else.</summary>
internal static class ReturnPath
{
    private const int Longest = 2000;

    /// <summary>The sign-in page that leads back to <paramref name="path"/>.</summary>
    public static string SignIn(string? path) => Local(path) is "/" ? "/sign-in" : $"/sign-in?return={Uri.EscapeDataString(Local(path))}";

    /// <summary>The path, or <c>/</c> where it would lead elsewhere.</summary>
    public static string Local(string? path) =>
        path is { Length: > 0 and <= Longest }
        && path[0] == '/'
        // A browser takes // and /\ for another host, and drops control characters before it looks.
        && (path.Length == 1 || path[1] is not ('/' or '\\'))
        && !path.Any(c => char.IsControl(c) || c == '\\')
        && !path.StartsWith("/sign-in", StringComparison.OrdinalIgnoreCase)
            ? path
            : "/";
}
