namespace AuditConsole.Kernel.Probe;

/// <summary>How often the kernel has not run a program of the probe since the start; 0 also where it does not tell.</summary>
/// <param name="Recursion">A program in kauditd, because one of the same kind ran on that processor: <c>recursion_misses</c> (told since Linux 5.12).</param>
/// <param name="Kprobe">A program in kauditd, because another kprobe was being handled there: <c>nmissed</c> (told since Linux 6.7, of a kprobe alone).</param>
/// <param name="Losses">The program for losses, for either reason.</param>
internal readonly record struct ProbeMisses(ulong Recursion, ulong Kprobe, ulong Losses);
