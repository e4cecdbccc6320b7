namespace AuditConsole.Api.Tests.Support;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("auditconsole-api-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
