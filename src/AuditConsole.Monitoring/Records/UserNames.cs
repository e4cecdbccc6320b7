using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>Says who an <c>auid</c> is, in words for people.</summary>
internal sealed class UserNames(string passwd = "/etc/passwd")
{
    /// <summary>"auid 1000 (jo), session 3"; what nobody set is said to be unset, and a name only where the file has one.</summary>
    public string Describe(ConfigChange change) => $"auid {User(change.LoginUserId)}, session {Number(change.Session)}";

    /// <summary>"1000 (jo)".</summary>
    public string User(uint? id) => id is { } known and not ConfigChange.Unset && NameOf(known) is { } name ? $"{Number(id)} ({name})" : Number(id);

    private static string Number(uint? value) => value switch
    {
        null => "unknown",
        ConfigChange.Unset => "unset",
        { } known => known.ToString(CultureInfo.InvariantCulture),
    };

    // NAME:PASSWORD:UID:… of passwd(5). Read anew each time: changes are rare, and so are new users.
    private string? NameOf(uint id)
    {
        try
        {
            return File.ReadLines(passwd)
                .Select(line => line.Split(':'))
                .FirstOrDefault(fields => fields.Length > 2 && fields[2] == Number(id))?[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
