using System.CommandLine;
using System.Text.Json;
using AuditConsole.Access;
using AuditConsole.Access.Storage;
using AuditConsole.Api;

namespace AuditConsole.Commands;

/// <summary>Accounts and tokens, in the state folder itself: whoever may write there decides who may sign in. A running console notices within a second.</summary>
internal static class AccessCommands
{
    private const string Address = "http://127.0.0.1:5180";

    public static Command Users(IConfiguration configuration)
    {
        var json = Json();
        var list = new Command("list", "Print all accounts") { json };
        list.SetAction((parsed, token) => AccessWork.RunAsync(configuration, work =>
        {
            var rows = work.File.Accounts.List().Select(account => new
            {
                account.Name,
                account.Role,
                Locked = account.Blocked,
                HasPassword = account.PasswordHash is not null,
                Created = DateTimeOffset.FromUnixTimeMilliseconds(account.CreatedMs),
            });
            Print.Table(JsonSerializer.SerializeToElement(rows, ApiJson.Options), parsed.GetValue(json), "name", "role", "locked", "has_password", "created");
            return Task.CompletedTask;
        }));
        var (name, role) = (Name(), Role());
        var add = new Command("add", "Make an account, and print the link that sets its password") { name, role };
        add.SetAction((parsed, token) => AccessWork.RunAsync(configuration, async work =>
        {
            var account = work.File.Accounts.Add(parsed.GetRequiredValue(name), parsed.GetValue(role));
            await work.NoteAsync($"Account {account.Name} was made, as {NotPermittedException.Word(account.Role)}.");
            Console.WriteLine(SetupLink.Of(Address, work.File.Links.Create(account.Id)));
        }));
        return new Command("user", "Look after accounts; needs to write the state folder")
        {
            list,
            add,
            OfAccount(configuration, "link", "Print a link that sets an account's password, once", (work, account) =>
            {
                Console.WriteLine(SetupLink.Of(Address, work.File.Links.Create(account.Id)));
                return $"A one-time link was made that sets the password of account {account.Name}.";
            }),
            RoleOf(configuration),
            OfAccount(configuration, "lock", "Lock an account and end its sessions", (work, account) =>
            {
                work.File.Accounts.SetBlocked(account.Id, true);
                return $"Account {account.Name} was locked; its sessions ended.";
            }),
            OfAccount(configuration, "unlock", "Unlock an account", (work, account) =>
            {
                work.File.Accounts.SetBlocked(account.Id, false);
                return $"Account {account.Name} was unlocked.";
            }),
            OfAccount(configuration, "remove", "Remove an account; what it did stays in the activity", (work, account) =>
            {
                work.File.Accounts.Remove(account.Id);
                return $"Account {account.Name} was removed.";
            }),
        };
    }

    public static Command Tokens(IConfiguration configuration)
    {
        var json = Json();
        var list = new Command("list", "Print all tokens, without their secrets") { json };
        list.SetAction((parsed, token) => AccessWork.RunAsync(configuration, work =>
        {
            var rows = work.File.Tokens.List().Select(each => new { each.Name, each.Role, each.CreatedBy, each.Expires, LastUsed = each.Used });
            Print.Table(JsonSerializer.SerializeToElement(rows, ApiJson.Options), parsed.GetValue(json), "name", "role", "created_by", "expires", "last_used");
            return Task.CompletedTask;
        }));
        var (name, role) = (Name(), Role());
        var days = new Option<double?>("--days") { Description = "How long it works; 90 where it is left out, 0 for ever", HelpName = "DAYS" };
        var create = new Command("create", "Make a token and print it, this once") { name, role, days };
        create.SetAction((parsed, token) => AccessWork.RunAsync(configuration, async work =>
        {
            var lifetime = parsed.GetValue(days) switch { null => TimeSpan.FromDays(90), 0 => (TimeSpan?)null, var given => TimeSpan.FromDays(given.Value) };
            var secret = work.File.Tokens.Create(parsed.GetRequiredValue(name), parsed.GetValue(role), lifetime, work.By.Name);
            await work.NoteAsync($"API token {parsed.GetRequiredValue(name).Trim()} was made, as {NotPermittedException.Word(parsed.GetValue(role))}.");
            Console.WriteLine(secret);
        }));
        var revoke = new Command("revoke", "End a token at once") { name };
        revoke.SetAction((parsed, token) => AccessWork.RunAsync(configuration, async work =>
        {
            var given = parsed.GetRequiredValue(name);
            if (!work.File.Tokens.Revoke(given))
            {
                throw new AccessException($"There is no token \"{given}\"; token list prints those there are.");
            }

            await work.NoteAsync($"API token {given} was revoked.");
        }));
        return new Command("token", "Look after API tokens; needs to write the state folder") { list, create, revoke };
    }

    private static Command RoleOf(IConfiguration configuration)
    {
        var (name, role) = (Name(), Role());
        var command = new Command("role", "Give an account another role, and end its sessions") { name, role };
        command.SetAction((parsed, token) => AccessWork.RunAsync(configuration, async work =>
        {
            var account = work.Find(parsed.GetRequiredValue(name));
            work.File.Accounts.SetRole(account.Id, parsed.GetValue(role));
            await work.NoteAsync($"Account {account.Name} is {NotPermittedException.Word(parsed.GetValue(role))} now, and was {NotPermittedException.Word(account.Role)}; its sessions ended.");
        }));
        return command;
    }

    private static Command OfAccount(IConfiguration configuration, string verb, string description, Func<AccessWork, Account, string> change)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        command.SetAction((parsed, token) => AccessWork.RunAsync(configuration, work => work.NoteAsync(change(work, work.Find(parsed.GetRequiredValue(name))))));
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "Its name" };

    private static Option<ConsoleRole> Role() => new("--role") { Description = "viewer, operator or admin", DefaultValueFactory = _ => ConsoleRole.Viewer, HelpName = "ROLE" };

    private static Option<bool> Json() => new("--json") { Description = "As JSON" };
}
