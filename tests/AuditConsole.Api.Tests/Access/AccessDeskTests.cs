using AuditConsole.Access;
using AuditConsole.Access.Storage;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Monitoring.History;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Api.Tests.Access;

public sealed class AccessDeskTests : IAsyncLifetime
{
    private readonly SignedConsole _console = new();
    private IServiceScope _circuit = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AccessDesk Desk => _circuit.ServiceProvider.GetRequiredService<AccessDesk>();

    public async ValueTask InitializeAsync()
    {
        await _console.WaitForFirstSampleAsync();
        _console.AddAccounts();
        _circuit = _console.Services.CreateScope();
    }

    public async ValueTask DisposeAsync()
    {
        _circuit.Dispose();
        await _console.DisposeAsync();
    }

    [Theory]
    [InlineData(ConsoleRole.Viewer)]
    [InlineData(ConsoleRole.Operator)]
    public async Task AccountsAndTokens_AreAnAdminsAlone(ConsoleRole role)
    {
        Become(role);
        var victim = _console.File.Accounts.Find("a-Admin")!;
        _console.File.Tokens.Create("kept", ConsoleRole.Viewer, null, "a test");
        Func<Task>[] all =
        [
            () => Desk.AddAsync("eve", ConsoleRole.Admin),
            () => Desk.SetRoleAsync(victim, ConsoleRole.Viewer),
            () => Desk.SetBlockedAsync(victim, true),
            () => Desk.RemoveAsync(victim),
            () => Desk.LinkAsync(victim),
            () => Desk.CreateTokenAsync("eve", ConsoleRole.Admin, null),
            () => Desk.RevokeAsync(_console.File.Tokens.List()[0]),
        ];

        foreach (var each in all)
        {
            await Assert.ThrowsAsync<NotPermittedException>(each);
        }

        Assert.Equal(3, _console.File.Accounts.List().Count);
        Assert.Equal((ConsoleRole.Admin, false), (_console.File.Accounts.Find("a-Admin")!.Role, _console.File.Accounts.Find("a-Admin")!.Blocked));
        Assert.Equal("kept", Assert.Single(_console.File.Tokens.List()).Name);
    }

    [Fact]
    public async Task EveryChange_IsInTheActivityWithItsActorAndWithoutItsSecret()
    {
        Become(ConsoleRole.Admin);
        var link = await Desk.AddAsync("eve", ConsoleRole.Viewer);
        var eve = _console.File.Accounts.Find("eve")!;
        await Desk.SetRoleAsync(eve, ConsoleRole.Operator);
        await Desk.SetBlockedAsync(eve, true);
        await Desk.LinkAsync(eve);
        await Desk.RemoveAsync(eve);
        var token = await Desk.CreateTokenAsync("grafana", ConsoleRole.Viewer, TimeSpan.FromDays(1));
        await Desk.RevokeAsync(Assert.Single(_console.File.Tokens.List()));
        await Desk.ChangePasswordAsync(SignedConsole.Password, "another password");
        await Assert.ThrowsAsync<AccessException>(() => Desk.ChangePasswordAsync(SignedConsole.Password, "one more password"));
        await Desk.SignOutAsync();
        await _console.SampleAsync();

        var entries = (await _console.History.ActivityAsync(ConsoleFactory.Host, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100, Token)).Where(entry => entry.Kind == ActivityKind.Access).ToList();

        Assert.Equal(9, entries.Count);
        Assert.All(entries, entry => Assert.Equal(("a-Admin", "192.0.2.7, page"), (entry.Actor, entry.Origin)));
        Assert.Contains(entries, entry => entry.Text == "Account eve is operator now, and was viewer; its sessions ended.");
        Assert.DoesNotContain(entries, entry => entry.Text.Contains(link, StringComparison.Ordinal) || entry.Text.Contains(token, StringComparison.Ordinal) || entry.Text.Contains("another password", StringComparison.Ordinal));
        Assert.Empty(_console.File.Sessions.List(_console.File.Accounts.Find("a-Admin")!.Id));
    }

    [Fact]
    public async Task Session_OfAnother_IsNotOnesOwnToEnd()
    {
        Become(ConsoleRole.Viewer);
        var admin = _console.File.Accounts.Find("a-Admin")!;
        _console.File.Sessions.Begin(admin.Id, null, null);

        await Desk.EndSessionAsync(Assert.Single(_console.File.Sessions.List(admin.Id)));

        Assert.Single(_console.File.Sessions.List(admin.Id));
    }

    private void Become(ConsoleRole role)
    {
        var account = _console.File.Accounts.Find($"a-{role}")!;
        var session = _console.File.Sessions.Begin(account.Id, "192.0.2.7", null);
        _circuit.ServiceProvider.GetRequiredService<CurrentOperator>().Become(new Caller(account.Name, role, "192.0.2.7") { Account = account.Id, Session = session });
    }
}
