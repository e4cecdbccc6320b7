using System.Globalization;
using AuditConsole.Kernel.Tests.Support;

namespace AuditConsole.Kernel.Tests.Sampling.Support;

/// <summary>kauditd as a proc file system shows it.</summary>
internal static class FakeKauditd
{
    private const string KernelThread = "2097216";

    public static void Process(this FakeProc proc, int pid, string name, string flags = KernelThread) =>
        proc.Write($"{pid.ToString(CultureInfo.InvariantCulture)}/stat", $"{pid} ({name}) S 2 0 0 0 -1 {flags} 0 0 0\n");

    public static void Switches(this FakeProc proc, int pid, string state, int voluntary, int forced = 0) => proc.Write(
        $"{pid.ToString(CultureInfo.InvariantCulture)}/status",
        $"Name:\tkauditd\nState:\t{state}\nPPid:\t2\nvoluntary_ctxt_switches:\t{voluntary}\nnonvoluntary_ctxt_switches:\t{forced}\n");
}
