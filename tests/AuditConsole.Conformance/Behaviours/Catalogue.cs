using AuditConsole.Conformance.Subjects;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>Every behaviour, by area.</summary>
public static class Catalogue
{
    /// <summary>The areas in the order of the table.</summary>
    public static IReadOnlyList<(string Area, IReadOnlyList<Behaviour> Behaviours)> Areas { get; } =
    [
        ("Requests and answers", [.. Requests.All]),
        ("Sets that change nothing", [.. HarmlessSets.All]),
        ("Settings", [.. Settings.All]),
        ("Records", [.. Records.All]),
        ("auditd", [.. Registration.All]),
        ("Rules and features", [.. Rules.All]),
        ("Backlog, mark and lost", [.. Backlogs.All]),
        ("Locked", [.. Locked.All]),
        ("Measured", [.. Measured.All]),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Behaviour> All { get; } = [.. Areas.SelectMany(area => area.Behaviours)];

    /// <summary>The names of those that a subject of the shape can have, and that need no more than this, but no less than that.</summary>
    public static IEnumerable<string> Names(SubjectShape shape, Reach atMost, Reach atLeast = Reach.Harmless) =>
        All.Where(b => b.AppliesTo(shape) && b.Needs <= atMost && b.Needs >= atLeast).Select(b => b.Name);

    /// <summary>Asserts one of them.</summary>
    public static Task RunAsync(string name, IAuditSubject subject)
    {
        var behaviour = All.Single(b => b.Name == name);
        Assert.True(behaviour.AppliesTo(SubjectShape.Of(subject)), $"{name} was chosen for another shape than {SubjectShape.Of(subject)}.");
        return behaviour.RunAsync(subject);
    }
}
