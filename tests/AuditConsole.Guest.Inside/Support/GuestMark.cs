namespace AuditConsole.Guest.Inside.Support;

/// <summary>Tells the guest, whose kernel a test may lock or bring to its knees, from any other machine.</summary>
public static class GuestMark
{
    /// <summary>On the guest's kernel command line.</summary>
    public const string BootParameter = "auditconsole.guest=1";

    /// <summary>Whether this is the guest.</summary>
    public static bool IsGuest => File.ReadAllText("/proc/cmdline").Split(' ', '\n').Contains(BootParameter);
}
