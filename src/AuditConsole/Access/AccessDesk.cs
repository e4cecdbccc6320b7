using AuditConsole.Access.Http;
using AuditConsole.Access.Storage;

namespace AuditConsole.Access;

/// <summary>What people do to their own account, and admins to others and to tokens, from a page: permitted, done, and written into the activity.</summary>
/// <remarks>One for each circuit.</remarks>
internal sealed class AccessDesk(CurrentOperator current, AccessFile file, AccessLimits limits, AccessLog log, TimeProvider time)
{
    /// <exception cref="AccessException">The current password is wrong, or the new one not accepted.</exception>
    public async Task ChangePasswordAsync(string old, string password)
    {
        var (caller, account) = Own();
        if (limits.SignIn(caller.Address, account.Id) is { } wait)
        {
            throw new AccessException($"Too many attempts. Try again in {Math.Ceiling(wait.TotalSeconds):0} s.");
        }

        using var turn = await limits.PasswordTurnAsync(CancellationToken.None);
        if (!turn.IsAcquired || !await Task.Run(() => Accounts.IsPassword(account, old)))
        {
            throw new AccessException("The current password is wrong; nothing was changed.");
        }

        await Task.Run(() => file.Accounts.SetPassword(account.Id, password, keep: caller.Session));
        await log.NoteAsync(current.As(), $"{account.Name} changed the password; other sessions ended.");
    }

    /// <summary>Ends this session, and with it this circuit.</summary>
    public async Task SignOutAsync()
    {
        var (caller, _) = Own();
        await log.NoteAsync(current.As(), $"{caller.Name} signed out.");
        file.Sessions.End(caller.Session!);
    }

    /// <summary>Ends one session of one's own.</summary>
    public async Task EndSessionAsync(Session session)
    {
        var (caller, account) = Own();
        if (session.Account == account.Id)
        {
            await log.NoteAsync(current.As(), $"{caller.Name} ended the session that began at {session.Created:u} from {session.Address ?? "this process"}.");
            file.Sessions.End(session.Id);
        }
    }

    /// <summary>Ends all sessions of one's own, this one too.</summary>
    public async Task SignOutEverywhereAsync()
    {
        var (caller, account) = Own();
        await log.NoteAsync(current.As(), $"{caller.Name} signed out everywhere ({file.Sessions.List(account.Id).Count} sessions).");
        file.Sessions.EndAll(account.Id);
    }

    /// <summary>The sessions of one's own.</summary>
    public IReadOnlyList<Session> Sessions() => current.Caller?.Account is { } account ? file.Sessions.List(account) : [];

    /// <summary>Makes an account.</summary>
    /// <returns>The secret of the link that sets its password.</returns>
    /// <exception cref="AccessException">The name is taken or not accepted.</exception>
    public async Task<string> AddAsync(string name, ConsoleRole role)
    {
        current.Demand(ConsoleRole.Admin);
        var account = file.Accounts.Add(name, role);
        await log.NoteAsync(current.As(), $"Account {account.Name} was made, as {NotPermittedException.Word(role)}.");
        return file.Links.Create(account.Id);
    }

    /// <exception cref="AccessException">It would leave no admin.</exception>
    public Task SetRoleAsync(Account account, ConsoleRole role) => ChangeAsync(
        () => file.Accounts.SetRole(account.Id, role),
        $"Account {account.Name} is {NotPermittedException.Word(role)} now, and was {NotPermittedException.Word(account.Role)}; its sessions ended.");

    /// <exception cref="AccessException">It would leave no admin.</exception>
    public Task SetBlockedAsync(Account account, bool blocked) => ChangeAsync(
        () => file.Accounts.SetBlocked(account.Id, blocked),
        blocked ? $"Account {account.Name} was locked; its sessions ended." : $"Account {account.Name} was unlocked.");

    /// <exception cref="AccessException">It would leave no admin.</exception>
    public Task RemoveAsync(Account account) => ChangeAsync(() => file.Accounts.Remove(account.Id), $"Account {account.Name} was removed.");

    /// <summary>Makes a link that sets a new password.</summary>
    /// <returns>Its secret.</returns>
    public async Task<string> LinkAsync(Account account)
    {
        current.Demand(ConsoleRole.Admin);
        var secret = file.Links.Create(account.Id);
        await log.NoteAsync(current.As(), $"A one-time link was made that sets the password of account {account.Name}.");
        return secret;
    }

    /// <returns>The token's secret.</returns>
    /// <exception cref="AccessException">The name is taken or not accepted.</exception>
    public async Task<string> CreateTokenAsync(string name, ConsoleRole role, TimeSpan? lifetime)
    {
        current.Demand(ConsoleRole.Admin);
        var secret = file.Tokens.Create(name, role, lifetime, current.As().Name);
        var end = lifetime is { } span ? $"until {time.GetUtcNow() + span:u}" : "without an end";
        await log.NoteAsync(current.As(), $"API token {name.Trim()} was made, as {NotPermittedException.Word(role)}, {end}.");
        return secret;
    }

    public Task RevokeAsync(Token token) => ChangeAsync(() => file.Tokens.Revoke(token.Name), $"API token {token.Name} was revoked.");

    private async Task ChangeAsync(Action change, string text)
    {
        current.Demand(ConsoleRole.Admin);
        // Taken before the change, which may end this very circuit.
        var by = current.As();
        change();
        await log.NoteAsync(by, text);
    }

    private (Caller Caller, Account Account) Own()
    {
        current.Demand(ConsoleRole.Viewer);
        return current.Caller is { Account: { } id } caller && file.Accounts.FindById(id) is { } account
            ? (caller, account)
            : throw new AccessException("Nobody has signed in here, so there is no account to change.");
    }
}
