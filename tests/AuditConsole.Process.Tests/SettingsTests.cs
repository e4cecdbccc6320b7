namespace AuditConsole.Processes.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Source", "kernal", "auto, kernel, engine")]
    [InlineData("HostName", "a/b", "1 to 253 characters without / or \\, and not engine")]
    [InlineData("HostName", "engine", "not engine, which names the engine's own figures")]
    [InlineData("Sample:Interval", "00:00:00.001", "from 00:00:00.0100000 to 00:00:10")]
    [InlineData("Poll:Interval", "soon", "from 00:00:01 to 01:00:00")]
    [InlineData("Poll:Mode", "watch", "clear, observe")]
    [InlineData("Probe", "maybe", "auto")]
    [InlineData("History:Provider", "oracle", "sqlite")]
    [InlineData("History:ConnectionString", "Sauce=x", "a SQLite connection string")]
    [InlineData("History:Retention:Raw", "0", "from 01:00:00 to 36500.00:00:00")]
    [InlineData("Engine:Enabled", "3", "a whole number from 0 to 2")]
    [InlineData("Engine:BacklogLimit", "-1", "a whole number from 0 to 4294967295")]
    [InlineData("Engine:Hz", "0", "a whole number from 1 to 1000")]
    [InlineData("Engine:Scenario", "chaos", "bursts")]
    [InlineData("Engine:Seed", "x", "a whole number from 0 to 2147483647")]
    public async Task Setting_ThatCannotBeUsed_EndsTheProgramWithKeyValueAndWhatIsAccepted(string key, string value, string accepted)
    {
        var ended = await ConsoleProgram.RunAsync($"--AuditConsole:{key}={value}");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"AuditConsole:{key} is \"{value}\"; accepted: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains(accepted, ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task Settings_SeveralAtOnceAndAnUnknownKey_AreAllNamed()
    {
        var ended = await ConsoleProgram.RunAsync("--AuditConsole:Sorce=engine", "--AuditConsole:Engine:Hz=none", "--AuditConsole:Poll:Interval=0");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("AuditConsole:Sorce is no setting of this program; accepted: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("AuditConsole:Engine:Hz is \"none\"", ended.Error, StringComparison.Ordinal);
        Assert.Contains("AuditConsole:Poll:Interval is \"0\"", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5180", "would cross the network unencrypted if the server listened on http://0.0.0.0:5180")]
    [InlineData("five", "\"five\", which is no address")]
    public async Task Urls_ThatAreNotLoopback_AreRefusedInASentence(string urls, string sentence)
    {
        var ended = await ConsoleProgram.RunAsync("--urls", urls);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(sentence, ended.Error, StringComparison.Ordinal);
        Assert.Contains("Accepted: http://127.0.0.1:PORT", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StateDirectory_ThatCannotBeCreated_IsNamed()
    {
        var ended = await ConsoleProgram.RunAsync("--AuditConsole:Source=engine", "--AuditConsole:StateDirectory=/proc/nowhere");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("AuditConsole:StateDirectory is \"/proc/nowhere\" and cannot be created", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Word_ThatIsNoCommand_IsRefused()
    {
        var ended = await ConsoleProgram.RunAsync("histroy", "export", "-");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("histroy", ended.Error, StringComparison.Ordinal);
    }
}
