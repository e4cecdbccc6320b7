using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Access;

/// <summary>Who looks at the pages of one circuit. Nobody, until the circuit says who; and nobody may do nothing.</summary>
public sealed class CurrentOperator
{
    /// <summary>Who it is; <see langword="null"/> for nobody.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>They have lost their session: it was ended, or their role, lock or password changed. Raised on any thread.</summary>
    public event Action? Ended;

    /// <summary>One that is known from the start.</summary>
    public static CurrentOperator Of(Caller caller) => new() { Caller = caller };

    /// <summary>Says who it is. A circuit does so once, before its first page.</summary>
    public void Become(Caller? caller) => Caller = caller;

    /// <summary>From here on it is nobody, who may do nothing.</summary>
    public void End()
    {
        Caller = null;
        Ended?.Invoke();
    }

    /// <summary>Whether they may do what needs <paramref name="role"/>.</summary>
    public bool May(ConsoleRole role) => Caller?.Role >= role;

    /// <summary>Called first by whatever a page does that needs <paramref name="role"/>: a hidden button keeps nobody from asking.</summary>
    /// <exception cref="NotPermittedException">They may not; nothing was done.</exception>
    public void Demand(ConsoleRole role)
    {
        if (!May(role))
        {
            throw new NotPermittedException(Caller, role);
        }
    }

    /// <summary>Why they may not do what needs <paramref name="role"/>, for the title of a disabled button; <see langword="null"/> where they may.</summary>
    public string? WhyNot(ConsoleRole role) => May(role) ? null : NotPermittedException.Sentence(Caller, role);

    /// <summary>Who it is, as the activity keeps it.</summary>
    /// <param name="reason">Why something is asked, in the operator's words.</param>
    /// <exception cref="NotPermittedException">It is nobody.</exception>
    public Requester As(string? reason = null) => Caller?.As("page", reason) ?? throw new NotPermittedException(null, ConsoleRole.Viewer);
}
