namespace AuditConsole.Access.Storage;

/// <summary>Accounts, sessions, tokens and one-time links, in one file of the state folder. Any thread may call, and several programs may have it open.</summary>
/// <remarks>It needs no web host: the command line opens it as a running console does, which notices within a second.</remarks>
public sealed class AccessFile : IDisposable
{
    /// <summary>The file's name in the state folder.</summary>
    public const string Name = "access.db";

    private readonly AccessDatabase _database;

    private AccessFile(AccessDatabase database, TimeProvider time)
    {
        _database = database;
        Accounts = new Accounts(database, time);
        Sessions = new Sessions(database, time);
        Tokens = new Tokens(database, time);
        Links = new Links(database, time);
    }

    /// <summary>Who may sign in.</summary>
    public Accounts Accounts { get; }

    /// <summary>Who is signed in.</summary>
    public Sessions Sessions { get; }

    /// <summary>What programs send.</summary>
    public Tokens Tokens { get; }

    /// <summary>Links that work once.</summary>
    public Links Links { get; }

    /// <summary>Somebody lost a session, a token or a right, through this object. Raised on the thread that did it.</summary>
    internal event Action? Ended
    {
        add => _database.Ended += value;
        remove => _database.Ended -= value;
    }

    /// <summary>Opens the file, or makes it, readable by its owner alone.</summary>
    /// <param name="stateDirectory">A folder that exists.</param>
    /// <param name="time">Tells the time.</param>
    /// <exception cref="AccessException">It cannot be opened, or belongs to a newer program.</exception>
    public static AccessFile Open(string stateDirectory, TimeProvider time) => new(AccessDatabase.Open(Path.Combine(stateDirectory, Name)), time);

    /// <summary>One that is gone with the program, for a console that nobody signs in to.</summary>
    public static AccessFile Temporary(TimeProvider time) => new(AccessDatabase.Temporary(), time);

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    /// <summary>A number that changes when another program has written to the file.</summary>
    internal long OtherWrites() => _database.OtherWrites();
}
