using AuditConsole.Kernel.Probe.Assembly;
using static AuditConsole.Kernel.Probe.Assembly.Register;

namespace AuditConsole.Kernel.Probe.Programs;

/// <summary>The program of full mode that runs in the audited processes and sees when each record is on its way into the queue.</summary>
/// <remarks>
/// <para>
/// It runs at the beginning of <c>audit_log_end</c>, before the record is appended, and not at its end: what follows the append wakes
/// kauditd, which may take the record and much else may happen before the function returns. So a record is never counted into the queue
/// later than it is there, and from this beginning to the append there is one lock and the rate check.
/// </para>
/// <para>Source: <c>audit_log_end</c> in <c>kernel/audit.c</c>, which appends one record in each call to Linux 6.12.</para>
/// </remarks>
internal static class ArrivalProgram
{
    /// <summary>The function each record goes through; its argument is the record, or null for none.</summary>
    public const string Function = "audit_log_end";

    /// <param name="map">The descriptor of the map.</param>
    /// <param name="argument">Where the first argument is in the program's context, in bytes.</param>
    public static ulong[] Enter(int map, int argument)
    {
        var done = new Label("done");
        var program = new Assembler()
            .Load(Width.Double, R1, R1, argument)
            .JumpIf(Comparison.Equal, R1, 0, done)
            .LoadMapValue(R6, map)
            .Call(Helper.KtimeGetNs)
            .Move(R9, R0);
        return Passage.Count(program, ProbeLayout.Entered).Place(done).Move(R0, 0).Exit().Build();
    }
}
