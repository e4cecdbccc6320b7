using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuditConsole.Processes.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _state = new();
    private readonly TemporaryFolder _other = new();

    public void Dispose()
    {
        _state.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task History_ExportedAndImportedTwice_IsTheSameAndTheSecondTimeChangesNothing()
    {
        IReadOnlyList<Poll> shown;
        await using (var console = await ConsoleProcess.StartEngineAsync(_state.Path, "--AuditConsole:Poll:Interval=00:00:01"))
        {
            await console.NextPollAsync("engine");
            await console.NextPollAsync("engine");
            Assert.Equal(0, await console.TerminateAsync());
        }

        var file = _state.File("windows.jsonl");
        AssertEnded(0, " windows written.", await RunAsync(_state, "history", "export", file));
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        AssertEnded(0, $"{lines.Length} windows added, 0 were there already, 0 left out", await RunAsync(_other, "history", "import", file));
        AssertEnded(0, $"0 windows added, {lines.Length} were there already, 0 left out", await RunAsync(_other, "history", "import", file));
        var again = _other.File("windows.jsonl");
        AssertEnded(0, $"{lines.Length} windows written.", await RunAsync(_other, "history", "export", again));
        await using (var console = await ConsoleProcess.StartEngineAsync(_state.Path))
        {
            shown = await console.PollsAsync("engine");
        }

        Assert.True(lines.Length >= 3, $"only {lines.Length} windows");
        Assert.Equal(lines, await File.ReadAllLinesAsync(again, TestContext.Current.CancellationToken));
        Assert.Equal(shown.Take(lines.Length).Select(poll => poll.Json), lines.Select(AsPolls));
    }

    // Files have the host and the histogram besides.
    private static string AsPolls(string line) =>
        Regex.Replace(line.Replace("\"host\":\"engine\",", "", StringComparison.Ordinal), "\"histogram\":\\[\\[.*?\\]\\],", "");

    [Fact]
    public async Task Import_OfALineThatIsNoWindow_NamesTheLineAndTakesInNothing()
    {
        const string Window = """{"host":"web1","seq":1,"from":"2026-11-22T14:00:00.000Z","to":"2026-11-22T14:00:15.000Z","peak":7,"bound":"exact","tier":"kernel","backlog":0,"backlog_limit":64}""";
        var file = _state.File("windows.jsonl");
        await File.WriteAllLinesAsync(file, [Window, "", "peak: 7"], TestContext.Current.CancellationToken);
        AssertEnded(1, "Line 3 is not a window", await RunAsync(_state, "history", "import", file));
        await File.WriteAllLinesAsync(file, [Window], TestContext.Current.CancellationToken);

        AssertEnded(0, "1 windows added, 0 were there already", await RunAsync(_state, "history", "import", file));
    }

    [Fact]
    public async Task Import_OfAFileThatIsNotThere_IsSaid() =>
        AssertEnded(1, "nowhere.jsonl", await RunAsync(_state, "history", "import", "/nowhere.jsonl"));

    [Fact]
    public async Task Doctor_InWordsAndInJson_SaysTheSame()
    {
        var words = await RunAsync(_state, "doctor");
        var json = await RunAsync(_state, "doctor", "--json");
        var findings = JsonDocument.Parse(json.Output).RootElement.EnumerateArray().ToList();

        Assert.Contains(findings, finding => finding.GetProperty("id").GetString() == "history" && finding.GetProperty("finding").GetString()!.Contains(_state.Path, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Contains(
            $"{finding.GetProperty("severity").GetString(),-5} {finding.GetProperty("finding").GetString()}", words.Output, StringComparison.Ordinal));
        var expected = findings.All(finding => finding.GetProperty("ok").GetBoolean()) ? 0 : 1;
        Assert.Equal((expected, expected), (words.ExitCode, json.ExitCode));
    }

    private static Task<Ended> RunAsync(TemporaryFolder state, params string[] words) =>
        ConsoleProgram.RunAsync([.. words, $"--AuditConsole:StateDirectory={state.Path}"]);

    private static void AssertEnded(int code, string said, Ended ended)
    {
        Assert.True(code == ended.ExitCode, $"ended with {ended.ExitCode}: {ended.Output}{ended.Error}");
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
    }
}
