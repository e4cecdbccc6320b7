namespace AuditConsole.Engine.Queue;

/// <summary>Which length an append raises the mark to.</summary>
public enum MarkMode
{
    /// <summary>The length that this very append produced. The highest mark is the highest length there was.</summary>
    Exact,

    /// <summary>
    /// The length read after the append, as the patch does: what the consumer has taken by then is missing from it, what others have
    /// appended by then is in it. The mark is never above a length there was, and may stay below the highest.
    /// </summary>
    /// <remarks>Source: the patch "audit: add backlog high water mark metric" of 2026-03-23 (<c>kernel/audit.c</c>).</remarks>
    Kernel,
}
