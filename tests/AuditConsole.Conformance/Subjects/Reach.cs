namespace AuditConsole.Conformance.Subjects;

/// <summary>What a subject lets be done to it, and what a behaviour has to do to be seen. Each includes those before it.</summary>
public enum Reach
{
    /// <summary>Nothing that changes the audit state: for a machine's own kernel.</summary>
    Harmless,

    /// <summary>Changes that are undone: for a kernel that is there for the test.</summary>
    Changing,

    /// <summary>Changes that last until the next boot; nothing else can be tested after them.</summary>
    Locking,
}
