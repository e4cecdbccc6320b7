using AuditConsole.Access.Http;
using AuditConsole.Access.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Net.Http.Headers;

namespace AuditConsole.Access.SigningIn;

/// <summary>Begins sessions: with a password, with a one-time link, and for whatever else comes to know who somebody is.</summary>
internal sealed class SignIns(SignInManager<Account> identity, AccessFile file, AccessLimits limits, AccessLog log)
{
    // The same for a wrong name, a wrong password and a lock, so that nobody learns which names there are.
    private const string Refused = "That name and password do not fit, or the account is locked. After ten wrong passwords it is, for ten minutes.";
    private const string Busy = "Too many people are signing in at this moment. Try again in a few seconds.";

    /// <summary>Signs in with a password.</summary>
    /// <returns>Why it was refused; <see langword="null"/> where the session has begun.</returns>
    public async Task<string?> WithPasswordAsync(HttpContext context, string? name, string? password)
    {
        var address = Caller.Readable(context.Connection.RemoteIpAddress);
        var account = file.Accounts.Find(name ?? "");
        if (limits.SignIn(address, account?.Id) is { } wait)
        {
            return Slower(context, wait);
        }

        using var turn = await limits.PasswordTurnAsync(context.RequestAborted);
        if (!turn.IsAcquired)
        {
            return Busy;
        }

        if (account is not { PasswordHash: not null, Blocked: false } || password is null or { Length: > AccountRules.LongestPassword })
        {
            // Takes as long as a wrong password would.
            _ = Accounts.IsPassword(new Account(), password?[..Math.Min(password.Length, AccountRules.LongestPassword)] ?? "");
            await log.FailedAsync(account?.Name ?? AccessLog.Unknown, address);
            return Refused;
        }

        if (!(await identity.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true)).Succeeded)
        {
            await log.FailedAsync(account.Name, address);
            return Refused;
        }

        await BeginAsync(context, account, "with a password");
        return null;
    }

    /// <summary>Uses a one-time link up and signs in.</summary>
    /// <returns>Why it was refused; <see langword="null"/> where the session has begun.</returns>
    public async Task<string?> WithLinkAsync(HttpContext context, string secret, string? name, string password)
    {
        if (limits.SignIn(Caller.Readable(context.Connection.RemoteIpAddress), null) is { } wait)
        {
            return Slower(context, wait);
        }

        using var turn = await limits.PasswordTurnAsync(context.RequestAborted);
        try
        {
            if (!turn.IsAcquired)
            {
                return Busy;
            }

            await BeginAsync(context, file.Links.Use(secret, name, password), "with a one-time link, which set the password");
            return null;
        }
        catch (AccessException e)
        {
            return e.Message;
        }
    }

    /// <summary>Begins the session of an account whose person is known: the one way in, also for an identity provider, which names the account it has checked.</summary>
    /// <param name="context">The request whose answer carries the cookie.</param>
    /// <param name="account">The account, which is not locked.</param>
    /// <param name="how">How they proved it, for the activity.</param>
    public async Task BeginAsync(HttpContext context, Account account, string how)
    {
        var address = Caller.Readable(context.Connection.RemoteIpAddress);
        var session = file.Sessions.Begin(account.Id, address, context.Request.Headers[HeaderNames.UserAgent]);
        var caller = SessionCookie.Of(account, session, address);
        await context.SignInAsync(SessionCookie.Name, caller.ToPrincipal(SessionCookie.Name));
        await log.NoteAsync(caller.As("page"), $"{account.Name} signed in {how}, as {NotPermittedException.Word(account.Role)}.");
    }

    private static string Slower(HttpContext context, TimeSpan wait)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds):0}";
        return $"Too many attempts. Try again in {Math.Ceiling(wait.TotalSeconds):0} s.";
    }
}
