using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>One server for all tests of a class.</summary>
public sealed class SharedPostgres : IDisposable
{
    private readonly PostgresServer _server = new();

    internal PostgresServer Server => _server;

    public void Dispose() => _server.Dispose();
}
