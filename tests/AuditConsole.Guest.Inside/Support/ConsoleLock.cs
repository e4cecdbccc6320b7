using System.Net;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>Locks the guest's kernel until it ends, through a console, which then says why nothing can be changed any more.</summary>
internal static class ConsoleLock
{
    private const string Route = $"/api/v1/hosts/{GuestConsole.Host}";

    public static async Task LockThroughAsync(ConsoleProcess console)
    {
        var (unsure, _) = await console.PatchAsync($"{Route}/status", """{"enabled":2}""");
        var (sure, status) = await console.PatchAsync($"{Route}/status", $$"""{"enabled":2,"failure":0,"confirm_host":"{{GuestConsole.Host}}"}""");
        var (locked, problem) = await console.PatchAsync($"{Route}/status", """{"backlog_limit":100}""");
        var (cleared, _) = await console.PostAsync($"{Route}/lost/reset");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.OK), (unsure, sure, locked, cleared));
        Assert.Equal((2u, 0u), (status.GetProperty("enabled").GetUInt32(), status.GetProperty("failure").GetUInt32()));
        Assert.Contains("locked (enabled 2)", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
