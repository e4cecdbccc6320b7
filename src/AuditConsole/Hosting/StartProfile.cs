using System.Runtime;

namespace AuditConsole.Hosting;

/// <summary>
/// Which methods a start compiled, kept in the state folder, so that the next start has them compiled beside the thread that will need them.
/// Instances of the framework's generic types over the console's own are left to each start, whatever is compiled ahead.
/// </summary>
internal static class StartProfile
{
    public const string File = "start.profile";

    // A profile that is missing, damaged or of another build, or that cannot be written, is passed over by the runtime.
    public static void Begin(string stateDirectory)
    {
        ProfileOptimization.SetProfileRoot(stateDirectory);
        ProfileOptimization.StartProfile(File);
    }
}
