using System.Text.Json;
using AuditConsole.Processes.Tests.Support;

namespace AuditConsole.Processes.Tests;

/// <summary>The commands that ask a running console, each as a process of its own.</summary>
public sealed class HostCommandTests(RunningEngine running) : IClassFixture<RunningEngine>
{
    private ConsoleProcess Console => running.Console;

    [Fact]
    public async Task Status_InWordsAndInJson_HasTheKernelsNames()
    {
        var words = await RunAsync("status");
        var json = Json(await RunAsync("status", "--json"));

        Assert.Equal(0, words.ExitCode);
        Assert.Contains("\nbacklog_limit 64\n", words.Output, StringComparison.Ordinal);
        Assert.Contains("\nbacklog_wait_time_actual ", words.Output, StringComparison.Ordinal);
        Assert.Equal(("engine", 64), (json.GetProperty("source").GetString(), json.GetProperty("backlog_limit").GetInt32()));
    }

    [Fact]
    public async Task Watch_Counted_PrintsSoManyLinesUnderOneHead()
    {
        var watched = await RunAsync("watch", "--interval", "0.1", "--count", "3");

        var lines = watched.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 4), (watched.ExitCode, lines.Length));
        Assert.StartsWith("at ", lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
    }

    [Fact]
    public async Task Reset_WithAReason_ReturnsTheValueAndIsInTheActivity()
    {
        var reset = Json(await RunAsync("reset", "mark", "--reason", "from a script", "--json"));
        var listed = await RunAsync("activity", "--group", "resets", "--text", "from a script", "--json");

        Assert.Equal("baseline", reset.GetProperty("kind").GetString());
        var entry = Assert.Single(Json(listed).EnumerateArray());
        Assert.Equal((reset.GetProperty("value").GetUInt32(), "from a script"), (entry.GetProperty("value").GetUInt32(), entry.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Activity_Verified_GivesAHashThatIsFoundAgainAndAnotherIsNot()
    {
        await RunAsync("reset", "mark");
        var state = $"--AuditConsole:StateDirectory={Console.StateDirectory}";

        var verified = Json(await ConsoleProgram.RunAsync("activity", "verify", "--json", state))[0];
        var head = verified.GetProperty("head").GetString()!;
        var again = await ConsoleProgram.RunAsync("activity", "verify", "--head", head, state);
        var never = await ConsoleProgram.RunAsync("activity", "verify", "--head", new string('0', 64), state);

        Assert.Equal(64, head.Length);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("the hash is that of entry", again.Output, StringComparison.Ordinal);
        Assert.Equal(1, never.ExitCode);
        Assert.Contains("are gone, or were made anew", never.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Polls_AsATable_HasAHeadAndTheWindows()
    {
        await Console.NextPollAsync("engine");

        var polls = await RunAsync("polls", "--points", "5");

        Assert.Equal(0, polls.ExitCode);
        Assert.Matches(@"^from +to +peak +bound +tier +backlog_limit +lost +wait +gap\n\d{4}-", polls.Output);
    }

    [Theory]
    [InlineData(2, "Must be one", "reset", "everything")]
    [InlineData(2, "accepted is FIELD=NUMBER", "set", "backlog_limit=1", "backlog_limit=2")]
    [InlineData(2, "accepted are all, changes", "activity", "--group", "x")]
    [InlineData(2, "0.1 to 3600 seconds", "watch", "--interval", "0")]
    [InlineData(2, "The token cannot be read", "status", "--token-file", "/nowhere")]
    [InlineData(2, "kept by a console", "reset", "mark", "--direct")]
    [InlineData(4, "No console answers at http://127.0.0.1:9/", "status", "--url", "http://127.0.0.1:9")]
    public async Task Command_ThatCannotBeDone_SaysWhyAndEndsWithItsCode(int code, string said, params string[] words)
    {
        var ended = words.Contains("--url") ? await ConsoleProgram.RunAsync(words) : await RunAsync(words);

        Assert.Contains(said, ended.Error + ended.Output, StringComparison.Ordinal);
        Assert.Equal(code, ended.ExitCode);
    }

    [Fact]
    public async Task Status_Direct_IsTheKernelsOwn()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may ask this machine's kernel.");

        var status = Json(await ConsoleProgram.RunAsync("status", "--direct", "--json"));

        Assert.Equal("kernel", status.GetProperty("source").GetString());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("backlog_max_depth").ValueKind);
    }

    private Task<Ended> RunAsync(params string[] words) => ConsoleProgram.RunAsync([.. words, "--url", Console.Address.ToString()]);

    private static JsonElement Json(Ended ended)
    {
        Assert.True(ended.ExitCode == 0, ended.Error);
        return JsonDocument.Parse(ended.Output).RootElement;
    }
}
