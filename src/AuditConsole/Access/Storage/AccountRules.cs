namespace AuditConsole.Access.Storage;

/// <summary>What names and passwords may be.</summary>
public static class AccountRules
{
    /// <summary>The fewest characters of a password.</summary>
    public const int ShortestPassword = 12;

    /// <summary>The most characters of a password.</summary>
    public const int LongestPassword = 256;

    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 64;

    // Names that the activity uses for others.
    private static readonly string[] s_taken = ["console", "bootstrap", "token"];

    /// <summary>The name as it is kept.</summary>
    /// <exception cref="AccessException">It cannot be one; the message says what is accepted.</exception>
    public static string RequireName(string? name)
    {
        var text = name?.Trim() ?? "";
        return text.Length is > 0 and <= LongestName
            && char.IsAsciiLetterOrDigit(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@')
            && !s_taken.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? text
            : throw new AccessException(
                $"\"{text}\" cannot be a name; accepted: 1 to {LongestName} of the letters a to z, digits, '.', '_', '-' and '@', beginning with a letter or digit, and none of {string.Join(", ", s_taken)}.");
    }

    /// <exception cref="AccessException">It cannot be the password of that name; the message says what is accepted, and not the password.</exception>
    public static void RequirePassword(string? password, string name)
    {
        if (password is not { Length: >= ShortestPassword })
        {
            throw new AccessException($"The password has {password?.Length ?? 0} characters; accepted: at least {ShortestPassword}, of any kind.");
        }

        if (password.Length > LongestPassword)
        {
            throw new AccessException($"The password has {password.Length} characters; accepted: at most {LongestPassword}.");
        }

        if (password.Equals(name, StringComparison.OrdinalIgnoreCase) || password.Distinct().Count() == 1)
        {
            throw new AccessException("The password is the name, or one character again and again; accepted: anything else of that length.");
        }
    }
}
