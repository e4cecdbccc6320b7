namespace AuditConsole.Advice;

/// <summary>What an evidence means for the advice.</summary>
public enum EvidenceKind
{
    /// <summary>It supports it.</summary>
    Good,

    /// <summary>It makes it less sure.</summary>
    Caveat,

    /// <summary>It cannot be known.</summary>
    Unknown,

    /// <summary>It would do more than any limit.</summary>
    Hint,
}

/// <summary>Something that the advice rests on.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Text">In a sentence or two, with the figure and the method.</param>
public sealed record Evidence(EvidenceKind Kind, string Title, string Text);
