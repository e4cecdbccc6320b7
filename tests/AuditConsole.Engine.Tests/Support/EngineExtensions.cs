using AuditConsole.Protocol;

namespace AuditConsole.Engine.Tests.Support;

internal static class EngineExtensions
{
    /// <summary>Logs records for a producer that may not sleep, and says how many were not lost.</summary>
    public static int Fill(this AuditEngine engine, int records) =>
        Enumerable.Range(0, records).Count(i => engine.TryLog(AuditMessageType.Syscall, $"record {i}"));

    /// <summary>A pass of kauditd that needs to wait for nobody.</summary>
    public static int Drain(this AuditEngine engine, int most, Action<AuditRecord>? seen = null)
    {
        var pass = engine.PassAsync(most, seen).AsTask();
        Assert.True(pass.IsCompleted, "kauditd waits for auditd.");
        return pass.GetAwaiter().GetResult();
    }

    public static IReadOnlyList<AuditRecord> TakeAll(this AuditEngine engine)
    {
        var records = new List<AuditRecord>();
        engine.Drain(int.MaxValue, records.Add);
        return records;
    }
}
