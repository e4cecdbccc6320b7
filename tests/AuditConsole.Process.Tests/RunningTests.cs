using System.Globalization;
using System.Net;

namespace AuditConsole.Processes.Tests;

public sealed class RunningTests : IDisposable
{
    private static readonly TimeSpan s_fewSeconds = TimeSpan.FromSeconds(5);
    private readonly TemporaryFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Second_ConsoleOnAStateFolder_IsRefusedTheClearAndToldWhoHasIt()
    {
        await using var first = await ConsoleProcess.StartEngineAsync(_state.Path);
        await first.StatusAsync("engine");
        await using var second = await ConsoleProcess.StartEngineAsync(_state.Path);
        await second.StatusAsync("engine");
        const string Reset = "/api/v1/hosts/engine/backlog_max_depth/reset";
        var (refused, problem) = await second.PostAsync(Reset, """{"kind":"kernel"}""");
        var (done, _) = await first.PostAsync(Reset, """{"kind":"kernel"}""");

        Assert.Equal(HttpStatusCode.Conflict, refused);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"process id {first.Id} "), problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, done);
    }

    [Fact]
    public async Task Sigterm_WhileRunning_EndsWithinSecondsAndCommitsTheWindowUnderWay()
    {
        long last;
        await using (var console = await ConsoleProcess.StartEngineAsync(_state.Path, "--AuditConsole:Poll:Interval=00:10:00"))
        {
            await console.StatusAsync("engine");
            last = await console.PollsAsync("engine") is [.., var newest] ? newest.Seq : 0;
            var begun = TimeProvider.System.GetTimestamp();

            Assert.Equal(0, await console.TerminateAsync());
            Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, s_fewSeconds);
        }

        await using var next = await ConsoleProcess.StartEngineAsync(_state.Path);
        var polls = await next.PollsAsync("engine");

        Assert.InRange(polls[^1].Seq, last + 1, last + 2);
        Poll.AssertTile(polls);
    }

    [Fact]
    public async Task Port_ThatIsTaken_EndsTheProgramWithASentence()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var ended = await ConsoleProgram.RunAsync("--AuditConsole:Source=engine", $"--AuditConsole:StateDirectory={_state.Path}", "--urls", $"http://{taken.LocalEndpoint}");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("address already in use", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }
}
