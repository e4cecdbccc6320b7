using AuditConsole.Access.Storage;
using AuditConsole.Security;

namespace AuditConsole.Access;

/// <summary>Prints the way to the first account.</summary>
internal static class SetupLink
{
    /// <summary>Where a one-time link leads.</summary>
    public const string Path = "/setup";

    /// <summary>Prints a new link once the server listens, where people sign in and nobody can yet.</summary>
    /// <remarks>On standard output and not in the log, which others may read.</remarks>
    public static void PrintSetupLink(this WebApplication app)
    {
        if (app.Services.GetRequiredService<AccessMode>().Open)
        {
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var file = app.Services.GetRequiredService<AccessFile>();
            if (!file.Accounts.Any())
            {
                var address = app.Addresses().OrderByDescending(ListenRule.IsLoopback).FirstOrDefault() ?? "http://127.0.0.1:5180";
                Console.WriteLine($"Nobody has an account yet. Make the first one here; the link works once, and a restart replaces it:{Environment.NewLine}  {Of(address, file.Links.CreateForFirst())}");
            }
        });
    }

    /// <summary>The link of a secret.</summary>
    public static string Of(string address, string secret) => $"{address.TrimEnd('/')}{Path}?token={secret}";
}
