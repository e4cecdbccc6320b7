using AuditConsole.Monitoring.Hosts;
using AuditConsole.Settings;
using Microsoft.Extensions.Configuration;

namespace AuditConsole.Api.Tests.Settings;

public sealed class SettingsLoaderTests
{
    [Fact]
    public void Settings_ThatAreNotGiven_HaveTheContractsDefaults()
    {
        var settings = Load();

        Assert.Equal((SourceSetting.Auto, "machine"), (settings.Source, settings.HostName));
        Assert.Equal((TimeSpan.FromMilliseconds(100), null), (settings.SampleInterval, settings.PollInterval));
        Assert.Equal((PollMode.Clear, TimeSpan.FromDays(400)), (settings.PollMode, settings.RetentionRaw));
        Assert.Equal((Path.GetFullPath("state"), $"Data Source={Path.GetFullPath("state/history.db")}"), (settings.StateDirectory, settings.HistoryConnectionString));
        Assert.Equal((1u, 64u, 60000u), (settings.Engine.Enabled, settings.Engine.BacklogLimit, settings.Engine.BacklogWaitTime));
        Assert.Equal((0u, 1u, 1000), (settings.Engine.RateLimit, settings.Engine.Failure, settings.Engine.Hz));
        Assert.Equal(("bursts", 1), (settings.Scenario, settings.Seed));
    }

    [Theory]
    [InlineData("Source", "auto", "Auto")]
    [InlineData("Source", "KERNEL", "Kernel")]
    [InlineData("Source", "engine", "Engine")]
    [InlineData("HostName", "db-7.example", "db-7.example")]
    [InlineData("Sample:Interval", "00:00:00.010", "00:00:00.0100000")]
    [InlineData("Poll:Interval", "00:00:01", "00:00:01")]
    [InlineData("Poll:Interval", "01:00:00", "01:00:00")]
    [InlineData("Poll:Mode", "observe", "Observe")]
    [InlineData("History:Retention:Raw", "30.00:00:00", "30.00:00:00")]
    [InlineData("Engine:Enabled", "2", "2")]
    [InlineData("Engine:BacklogLimit", "0", "0")]
    [InlineData("Engine:BacklogWaitTime", "600000", "600000")]
    [InlineData("Engine:RateLimit", "4294967295", "4294967295")]
    [InlineData("Engine:FailureMode", "0", "0")]
    [InlineData("Engine:Hz", "250", "250")]
    [InlineData("Engine:AuditDefault", "true", "True")]
    [InlineData("Engine:MarkMode", "kernel", "Kernel")]
    [InlineData("Engine:StatusSize", "44", "44")]
    [InlineData("Engine:RefuseUnknownFields", "false", "False")]
    [InlineData("Engine:Scenario", "quiet", "quiet")]
    [InlineData("Engine:Seed", "42", "42")]
    [InlineData("Engine:Socket", "/tmp/engine.socket", "/tmp/engine.socket")]
    public void Setting_ThatIsGood_IsTaken(string key, string value, string taken)
    {
        var settings = Load((key, value));

        Assert.Equal(taken, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Value(settings, key)}"));
    }

    [Theory]
    [InlineData("Probe", "off")]
    [InlineData("Probe", "auto")]
    [InlineData("History:Provider", "sqlite")]
    public void Setting_ThatChangesNothingYet_IsAccepted(string key, string value) => Assert.Equal("machine", Load((key, value)).HostName);

    [Theory]
    [InlineData("Source", "kernal", "auto, kernel, engine")]
    [InlineData("HostName", "engine", "names the engine's own figures")]
    [InlineData("HostName", "a/b", "without / or \\")]
    [InlineData("Sample:Interval", "00:00:00.009", "00:00:00.0100000 to 00:00:10")]
    [InlineData("Sample:Interval", "fast", "00:00:00.0100000 to 00:00:10")]
    [InlineData("Poll:Interval", "00:00:00", "00:00:01 to 01:00:00")]
    [InlineData("Poll:Interval", "-00:00:05", "00:00:01 to 01:00:00")]
    [InlineData("Poll:Interval", "5", "00:00:01 to 01:00:00")]
    [InlineData("Poll:Mode", "delete", "clear, observe")]
    [InlineData("Probe", "maybe", "auto, off")]
    [InlineData("History:Provider", "oracle", "sqlite")]
    [InlineData("History:ConnectionString", "no such=thing", "SQLite connection string")]
    [InlineData("History:Retention:Raw", "00:00:01", "01:00:00 to 36500.00:00:00")]
    [InlineData("Engine:Enabled", "3", "0 to 2")]
    [InlineData("Engine:BacklogLimit", "-1", "0 to 4294967295")]
    [InlineData("Engine:BacklogLimit", "4294967296", "0 to 4294967295")]
    [InlineData("Engine:BacklogWaitTime", "600001", "0 to 600000")]
    [InlineData("Engine:RateLimit", "1.5", "0 to 4294967295")]
    [InlineData("Engine:FailureMode", "3", "0 to 2")]
    [InlineData("Engine:Hz", "0", "1 to 1000")]
    [InlineData("Engine:Hz", "1001", "1 to 1000")]
    [InlineData("Engine:Scenario", "storm", "none, quiet, bursts")]
    [InlineData("Engine:Seed", "x", "0 to 2147483647")]
    [InlineData("Engine:AuditDefault", "1", "true, false")]
    [InlineData("Engine:MarkMode", "fast", "exact, kernel")]
    [InlineData("Engine:StatusSize", "40", "48, 44")]
    [InlineData("Engine:Socket", "engine.socket", "the absolute path of a file")]
    [InlineData("Engine:Socket", "/no/such/folder/engine.socket", "does not exist")]
    public void Setting_ThatIsBad_IsNamedWithItsValueAndWhatIsAccepted(string key, string value, string accepted)
    {
        var complaint = Assert.Single(Assert.Throws<SettingsException>(() => Load((key, value))).Complaints);

        Assert.StartsWith($"AuditConsole:{key} is \"{value}\"", complaint, StringComparison.Ordinal);
        Assert.Contains(accepted, complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Auth:BootstrapToken", "secret")]
    [InlineData("Auth:BootstrapTokenFile", "/run/token")]
    public void Setting_OfALaterVersion_IsNamedAndItsValueIsNotRepeated(string key, string value)
    {
        var complaint = Assert.Single(Assert.Throws<SettingsException>(() => Load((key, value))).Complaints);

        Assert.StartsWith($"AuditConsole:{key} is set", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain(value, complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pol:Interval")]
    [InlineData("Poll:Intervall")]
    [InlineData("Poll")]
    [InlineData("Engine:BacklogLimit:Value")]
    public void Key_ThatIsUnknown_IsNamedWithThoseThereAre(string key)
    {
        var complaint = Assert.Single(Assert.Throws<SettingsException>(() => Load((key, "1"))).Complaints);

        Assert.StartsWith($"AuditConsole:{key} is no setting", complaint, StringComparison.Ordinal);
        Assert.Contains("Poll:Interval", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_ThatAreBadTogether_AreAllNamedAtOnce()
    {
        var complaints = Assert.Throws<SettingsException>(() => Load(("Source", "x"), ("Engine:Hz", "0"), ("Nothing", "1"))).Complaints;

        Assert.Equal(3, complaints.Count);
    }

    [Fact]
    public void Setting_ThatIsEmpty_IsNotGiven() => Assert.Equal(SourceSetting.Auto, Load(("Source", ""), ("Poll", ""), ("Engine:Hz", "")).Source);

    [Fact]
    public void History_InAFileOfItsOwn_LiesInTheStateFolder()
    {
        var settings = Load(("StateDirectory", "/var/lib/console"), ("History:ConnectionString", "Data Source=peaks.db"));

        Assert.Equal(("/var/lib/console", "Data Source=/var/lib/console/peaks.db"), (settings.StateDirectory, settings.HistoryConnectionString));
    }

    private static object Value(ConsoleSettings settings, string key) => key switch
    {
        "Source" => settings.Source,
        "HostName" => settings.HostName,
        "Sample:Interval" => settings.SampleInterval,
        "Poll:Interval" => settings.PollInterval!,
        "Poll:Mode" => settings.PollMode,
        "History:Retention:Raw" => settings.RetentionRaw,
        "Engine:Enabled" => settings.Engine.Enabled,
        "Engine:BacklogLimit" => settings.Engine.BacklogLimit,
        "Engine:BacklogWaitTime" => settings.Engine.BacklogWaitTime,
        "Engine:RateLimit" => settings.Engine.RateLimit,
        "Engine:FailureMode" => settings.Engine.Failure,
        "Engine:Hz" => settings.Engine.Hz,
        "Engine:AuditDefault" => settings.Engine.AuditDefault,
        "Engine:MarkMode" => settings.Engine.MarkMode,
        "Engine:StatusSize" => settings.Engine.StatusSize,
        "Engine:RefuseUnknownFields" => settings.Engine.RefuseUnknownFields,
        "Engine:Socket" => settings.EngineSocket!,
        "Engine:Scenario" => settings.Scenario,
        "Engine:Seed" => settings.Seed,
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "Not read here."),
    };

    private static ConsoleSettings Load(params (string Key, string Value)[] settings) =>
        SettingsLoader.Load(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"AuditConsole:{setting.Key}", (string?)setting.Value)))
                .Build(),
            "machine");
}
