namespace AuditConsole.Access;

/// <summary>Something was asked that the caller's role does not include; nothing was done.</summary>
/// <param name="caller">Who asked; <see langword="null"/> for nobody.</param>
/// <param name="needed">The least role that may.</param>
public sealed class NotPermittedException(Caller? caller, ConsoleRole needed) : Exception(Sentence(caller, needed))
{
    /// <summary>The least role that may.</summary>
    public ConsoleRole Needed => needed;

    /// <summary>Says who may, and who asked.</summary>
    public static string Sentence(Caller? caller, ConsoleRole needed) => caller is null
        ? "Nobody is signed in here; sign in first."
        : $"This needs the role {Word(needed)}; {caller.Name} is {Word(caller.Role)}. An admin can change that.";

    /// <summary>The role's name as people and programs read it.</summary>
    public static string Word(ConsoleRole role) => role.ToString().ToLowerInvariant();
}
