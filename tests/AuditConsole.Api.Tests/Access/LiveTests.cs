using System.Reflection;
using System.Text.Json;
using AuditConsole.Access;
using AuditConsole.Access.SigningIn;
using AuditConsole.Access.Storage;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Hubs;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Api.Tests.Access;

public sealed class LiveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(null)]
    [InlineData("ac_0000000000000000000000000000000000000000000")]
    public async Task Hub_ForWhoeverIsNotKnown_IsNotReached(string? token)
    {
        await using var console = await SignInTests.StartAsync();
        await using var hub = console.HubWith(token);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.StartAsync(Token));

        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Hub_OfARevokedToken_EndsWithEveryStreamOfIt()
    {
        await using var console = await SignInTests.StartAsync();
        var revoked = console.File.Tokens.Create("revoked", ConsoleRole.Viewer, null, "a test");
        await using var ended = console.HubWith(revoked);
        await using var other = console.HubWith(SignedConsole.BootstrapToken);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ended.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await ended.StartAsync(Token);
        await other.StartAsync(Token);
        // Every stream there is, so that none is forgotten.
        var streams = typeof(AuditHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => method.Name).ToList();
        var readers = streams.Select(stream => ended.StreamAsync<JsonElement>(stream, ConsoleFactory.Host, Token).GetAsyncEnumerator(Token)).ToList();
        var reads = readers.Select(reader => reader.MoveNextAsync().AsTask()).ToList();
        await console.DriveAsync(Task.WhenAny(reads));

        console.File.Tokens.Revoke("revoked");

        await closed.Task;
        foreach (var (reader, read) in readers.Zip(reads))
        {
            // What was sent before may still be read; then there is no more.
            await Record.ExceptionAsync(() => read);
            await Record.ExceptionAsync(async () =>
            {
                while (await reader.MoveNextAsync())
                {
                }
            });
        }

        Assert.True(streams.Count >= 3);
        Assert.Equal((HubConnectionState.Disconnected, HubConnectionState.Connected), (ended.State, other.State));
    }

    [Theory]
    [InlineData("session", true)]
    [InlineData("other", false)]
    [InlineData("role", true)]
    [InlineData("lock", true)]
    [InlineData("password", true)]
    public void Connection_OfASession_EndsAtOnceWithIt(string what, bool ends)
    {
        using var file = AccessFile.Temporary(TimeProvider.System);
        using var connections = new LiveConnections(file);
        var account = file.Accounts.Add("ada", ConsoleRole.Operator);
        var session = file.Sessions.Begin(account.Id, null, null);
        var other = file.Sessions.Begin(account.Id, null, null);
        var ended = 0;
        using var entry = connections.Add(new Caller(account.Name, account.Role, null) { Account = account.Id, Session = session }, () => ended++);
        Assert.Equal((0, 1), (ended, connections.Count(session)));

        switch (what)
        {
            case "session": file.Sessions.End(session); break;
            case "other": file.Sessions.End(other); break;
            case "role": file.Accounts.SetRole(account.Id, ConsoleRole.Viewer); break;
            case "lock": file.Accounts.SetBlocked(account.Id, true); break;
            default: file.Accounts.SetPassword(account.Id, "another password"); break;
        }

        Assert.Equal(ends ? 1 : 0, ended);
        connections.Check();
        Assert.Equal((ends ? 1 : 0, ends ? 0 : 1), (ended, connections.Count(session)));
    }

    [Fact]
    public void Connection_OpenedWhileItsSessionEnds_EndsToo()
    {
        using var file = AccessFile.Temporary(TimeProvider.System);
        using var connections = new LiveConnections(file);
        var ended = false;

        using var entry = connections.Add(new Caller("ada", ConsoleRole.Admin, null) { Session = "over" }, () => ended = true);

        Assert.True(ended);
    }

    [Fact(Timeout = 60_000)]
    public async Task Session_EndedByTheCommandLine_EndsWithinASecond()
    {
        await using var console = await SignInTests.StartAsync();
        var account = console.File.Accounts.Find("a-Viewer")!;
        var session = console.File.Sessions.Begin(account.Id, null, null);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var entry = console.Services.GetRequiredService<LiveConnections>().Add(new Caller(account.Name, account.Role, null) { Session = session }, ended.SetResult);

        using (var other = AccessFile.Open(console.StateFolder, TimeProvider.System))
        {
            other.Accounts.SetBlocked(account.Id, true);
        }

        // The watch looks once a second of the console's clock, on a thread of its own.
        while (!ended.Task.IsCompleted)
        {
            await console.SampleAsync(TimeSpan.FromSeconds(1));
        }

        Assert.True(ended.Task.IsCompletedSuccessfully);
    }
}
