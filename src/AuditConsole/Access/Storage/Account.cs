namespace AuditConsole.Access.Storage;

/// <summary>Somebody who may sign in. What is set here is kept only through <see cref="Accounts"/>.</summary>
public sealed class Account
{
    /// <summary>Never changes, and is never used again.</summary>
    public string Id { get; init; } = "";

    /// <summary>As it was given.</summary>
    public string Name { get; set; } = "";

    /// <summary>What two names are compared by.</summary>
    public string? NormalName { get; set; }

    /// <summary>What they may do.</summary>
    public ConsoleRole Role { get; set; }

    /// <summary>ASP.NET Core Identity's hash; <see langword="null"/> until the one-time link was used.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with the password, the role and the block.</summary>
    public string Stamp { get; set; } = "";

    /// <summary>Wrong passwords in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Until when no password is taken, in Unix milliseconds.</summary>
    public long? LockedUntilMs { get; set; }

    /// <summary>Whether an admin has locked it.</summary>
    public bool Blocked { get; set; }

    /// <summary>When it was made, in Unix milliseconds.</summary>
    public long CreatedMs { get; set; }

    /// <summary>Until when no password is taken, because too many were wrong.</summary>
    public DateTimeOffset? LockedUntil => LockedUntilMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
