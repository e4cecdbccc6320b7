namespace AuditConsole.Conformance.Subjects;

/// <summary>What decides which behaviours an audit subsystem can have.</summary>
/// <param name="StatusSize">Bytes of its <c>struct audit_status</c>: 48 with <c>backlog_max_depth</c>, 44 without.</param>
/// <param name="RefusesUnknownFields">Whether AUDIT_SET refuses mask bits it does not know.</param>
/// <param name="AuditDefault">Whether it was booted with <c>audit=1</c>.</param>
public sealed record SubjectShape(int StatusSize, bool RefusesUnknownFields, bool AuditDefault)
{
    /// <summary>Linux 6.18 as it comes.</summary>
    public static SubjectShape Stock { get; } = new(44, RefusesUnknownFields: false, AuditDefault: false);

    /// <summary>Linux 6.12 with the high-water mark, booted with <c>audit=1</c>.</summary>
    public static SubjectShape Patched { get; } = new(48, RefusesUnknownFields: false, AuditDefault: true);

    /// <summary>What a subject says of itself.</summary>
    public static SubjectShape Of(IAuditSubject subject) => new(subject.StatusSize, subject.RefusesUnknownFields, subject.AuditDefault);
}
