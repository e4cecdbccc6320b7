using AuditConsole.Access.Storage;
using Microsoft.AspNetCore.Identity;

namespace AuditConsole.Access.SigningIn;

/// <summary>Gives Identity our accounts. It reads them, counts what a sign-in counts, and keeps a hash made anew; everything else is done through <see cref="Accounts"/>.</summary>
internal sealed class AccountStore(AccessFile file) : IUserPasswordStore<Account>, IUserSecurityStampStore<Account>, IUserLockoutStore<Account>
{
    private const string Elsewhere = "Accounts are changed through Accounts, which ends the sessions that lose a right.";

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(file.Accounts.FindById(userId));

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult(file.Accounts.Find(normalizedUserName));

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.NormalName);

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Stamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.LockedUntil);

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Failures);

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) => Done(() => user.PasswordHash = passwordHash);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) => Done(() => user.LockedUntilMs = lockoutEnd?.ToUnixTimeMilliseconds());

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Done(() => user.Failures = 0);

    public Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(++user.Failures);

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(file.Accounts.Succeeded(user) ? IdentityResult.Success : IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure()));

    // Identity writes a stamp with a hash made anew; ours changes only where a right is taken away.
    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => throw new NotSupportedException(Elsewhere);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException(Elsewhere);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Done(() => user.NormalName = normalizedName);

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException(Elsewhere);

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException(Elsewhere);

    public void Dispose()
    {
    }

    private static Task Done(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}
