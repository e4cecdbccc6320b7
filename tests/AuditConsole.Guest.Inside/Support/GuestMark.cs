namespace AuditConsole.Guest.Tests.Support;

/// <summary>Tells the guest, whose kernel a test may lock or bring to its knees, from any other machine.</summary>
internal static class GuestMark
{
    public const string BootParameter = "auditconsole.guest=1";

    public static bool IsGuest => File.ReadAllText("/proc/cmdline").Split(' ', '\n').Contains(BootParameter);
}
