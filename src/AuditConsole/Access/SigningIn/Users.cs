using AuditConsole.Access.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuditConsole.Access.SigningIn;

/// <summary>ASP.NET Core Identity's user manager on our accounts. Wrong passwords are counted in one statement, so that those tried at once all count.</summary>
internal sealed class Users(
    IUserStore<Account> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Account> hasher,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<Account>> logger,
    AccessFile file,
    TimeProvider time)
    : UserManager<Account>(store, options, hasher, [], [], normalizer, errors, services, logger)
{
    public override Task<bool> IsLockedOutAsync(Account user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.LockedUntil > time.GetUtcNow());
    }

    public override Task<IdentityResult> AccessFailedAsync(Account user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var lockout = Options.Lockout;
        if (file.Accounts.Failed(user.Id, lockout.MaxFailedAccessAttempts, lockout.DefaultLockoutTimeSpan) is { } now)
        {
            (user.Failures, user.LockedUntilMs) = (now.Failures, now.LockedUntilMs);
        }

        return Task.FromResult(IdentityResult.Success);
    }
}
