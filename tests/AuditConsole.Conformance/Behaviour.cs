using AuditConsole.Conformance.Subjects;

namespace AuditConsole.Conformance;

/// <summary>One thing that the audit subsystem does, and how it is seen.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="Title">What is asked or done.</param>
/// <param name="Kernel">What the kernel does then.</param>
/// <param name="Needs">What has to be done to the subject for it.</param>
/// <param name="AssertAsync">Does it and asserts what comes of it, exactly where the kernel is deterministic and within bounds elsewhere.</param>
public sealed record Behaviour(string Name, string Title, string Kernel, Reach Needs, Func<Trial, Task> AssertAsync)
{
    /// <summary>How the engine answers where it differs, and why; <see langword="null"/> where it does the same.</summary>
    public string? EngineDiffers { get; init; }

    /// <summary>Whether the subject has what this is about.</summary>
    public Func<SubjectShape, bool> AppliesTo { get; init; } = _ => true;

    /// <summary>Asserts it on a subject, whose settings are as an administrator would have them before and after.</summary>
    public async Task RunAsync(IAuditSubject subject)
    {
        Assert.True(Needs <= subject.Allows, $"{Name} needs {Needs}; the subject allows {subject.Allows}.");
        await using var trial = new Trial(subject);
        if (Needs != Reach.Harmless)
        {
            await trial.NormaliseAsync();
        }

        await AssertAsync(trial);
    }
}
