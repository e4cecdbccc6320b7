using AuditConsole.Access;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Protocol;

namespace AuditConsole.Configure;

/// <summary>Who may change what.</summary>
internal static class ChangeRoles
{
    /// <summary>The least role that may change a field: <c>failure</c> can panic the machine, and <c>enabled</c> switch auditing off.</summary>
    public static ConsoleRole For(AuditSetting field) => field is AuditSetting.Failure or AuditSetting.Enabled ? ConsoleRole.Admin : ConsoleRole.Operator;

    /// <summary>The least role that may ask for all of a change.</summary>
    public static ConsoleRole For(ConfigChangeRequest request) => request.Fields.Select(each => For(each.Field)).DefaultIfEmpty(ConsoleRole.Operator).Max();
}
