using AuditConsole.Monitoring.Alerts;
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
        Assert.Equal((PollMode.Clear, TimeSpan.FromDays(400)), (settings.PollMode, settings.Retention.Raw));
        Assert.Equal((Path.GetFullPath("state"), $"Data Source={Path.GetFullPath("state/history.db")}"), (settings.StateDirectory, settings.HistoryConnectionString));
        Assert.Equal((1u, 64u, 60000u), (settings.Engine.Enabled, settings.Engine.BacklogLimit, settings.Engine.BacklogWaitTime));
        Assert.Equal((0u, 1u, 1000), (settings.Engine.RateLimit, settings.Engine.Failure, settings.Engine.Hz));
        Assert.Equal(("bursts", 1), (settings.Scenario, settings.Seed));
        Assert.Equal((ReadLogSetting.Auto, false), (settings.ReadLog, settings.CountsProducers));
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
    [InlineData("Records:ReadLog", "off", "Off")]
    [InlineData("Records:Producers", "true", "True")]
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
    [InlineData("127.0.0.1:8125", "127.0.0.1", 8125)]
    [InlineData("[::1]:8125", "::1", 8125)]
    [InlineData("statsd.example:65535", "statsd.example", 65535)]
    public void StatsdEndpoint_ThatIsGood_IsTaken(string endpoint, string host, int port)
    {
        var settings = Load(("Metrics:Statsd:Endpoint", endpoint), ("Metrics:Statsd:Prefix", "audit.{host}"), ("Metrics:Statsd:Interval", "00:00:10"));

        Assert.Equal(new StatsdSettings(host, port, "audit.{host}", TimeSpan.FromSeconds(10)), settings.Statsd);
    }

    [Fact]
    public void Export_IsOff_UntilAnEndpointIsSet()
    {
        Assert.Equal((null, null), (Load().Otlp, Load().Statsd));
        Assert.Equal(
            new OtlpSettings(new Uri("http://127.0.0.1:4318"), OtlpProtocol.HttpProtobuf, TimeSpan.FromMinutes(1)), Load(("Metrics:Otlp:Endpoint", "http://127.0.0.1:4318")).Otlp);
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
    [InlineData("History:Provider", "oracle", "sqlite, postgres")]
    [InlineData("History:ConnectionString", "no such=thing", "SQLite connection string")]
    [InlineData("History:Retention:Raw", "00:00:01", "01:00:00 to 36500.00:00:00")]
    [InlineData("History:Retention:Minutes", "399.00:00:00", "400.00:00:00 to 36500.00:00:00")]
    [InlineData("Records:ReadLog", "on", "auto, off")]
    [InlineData("Records:Producers", "yes", "true, false")]
    [InlineData("Metrics:Otlp:Endpoint", "collector:4318", "the address of a collector, such as http://127.0.0.1:4318")]
    [InlineData("Metrics:Otlp:Endpoint", "ftp://collector", "the address of a collector")]
    [InlineData("Metrics:Otlp:Protocol", "http/json", "http/protobuf, grpc")]
    [InlineData("Metrics:Otlp:Protocol", "grpc", "nothing while Metrics:Otlp:Endpoint is not set")]
    [InlineData("Metrics:Otlp:Interval", "00:00:00.5", "00:00:01 to 01:00:00")]
    [InlineData("Metrics:Statsd:Endpoint", "127.0.0.1", "host:port of a statsd server")]
    [InlineData("Metrics:Statsd:Endpoint", "127.0.0.1:0", "host:port of a statsd server")]
    [InlineData("Metrics:Statsd:Endpoint", "127.0.0.1:65536", "host:port of a statsd server")]
    [InlineData("Metrics:Statsd:Endpoint", ":8125", "host:port of a statsd server")]
    [InlineData("Metrics:Statsd:Prefix", "a:b", "up to 100 letters, digits")]
    [InlineData("Metrics:Statsd:Prefix", "audit", "nothing while Metrics:Statsd:Endpoint is not set")]
    [InlineData("Metrics:Statsd:Interval", "2.00:00:00", "00:00:01 to 01:00:00")]
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

    [Fact]
    public void Alerts_ThatAreSet_AreTaken()
    {
        var alerts = Load(
            ("Alerts:Rules:headroom:Threshold", "12.5"), ("Alerts:Rules:headroom:Windows", "5"), ("Alerts:Rules:lost:Enabled", "false"), ("Alerts:Rules:lost:Within", "00:30:00"),
            ("Alerts:Rules:backlog:Severity", "critical"), ("Alerts:Webhooks:0:Url", "https://am.example:9093/prefix/"), ("Alerts:Webhooks:0:Format", "alertmanager"),
            ("Alerts:Webhooks:1:Url", "http://127.0.0.1:9/x"), ("Alerts:ResendInterval", "00:00:30")).Alerts;

        Assert.Equal((12.5, 5), (alerts.Rules["headroom"].Threshold, alerts.Rules["headroom"].Windows));
        Assert.Equal(["Threshold", "Windows"], alerts.Rules["headroom"].Keys.Order());
        Assert.Equal((false, TimeSpan.FromMinutes(30)), (alerts.Rules["lost"].Enabled, alerts.Rules["lost"].Within));
        Assert.Equal((AlertSeverity.Critical, TimeSpan.FromSeconds(30)), (alerts.Rules["backlog"].Severity, alerts.ResendInterval));
        Assert.Equal(["https://am.example:9093/prefix/api/v2/alerts", "http://127.0.0.1:9/x"], alerts.Webhooks.Select(webhook => webhook.Url.ToString()));
        Assert.Equal("https://am.example:9093", alerts.Webhooks[0].Shown);
        Assert.True(Load().Alerts is { Enabled: true, Webhooks: [] });
    }

    [Theory]
    [InlineData("Alerts:Enabled", "maybe", "true, false")]
    [InlineData("Alerts:Rules:backlog:Threshold", "0", "a number from 1 to 1000")]
    [InlineData("Alerts:Rules:backlog:Clear", "81", "the threshold or less, which is 80")]
    [InlineData("Alerts:Rules:headroom:Clear", "10", "the threshold or more, which is 20")]
    [InlineData("Alerts:Rules:headroom:Windows", "0", "1 to 1000")]
    [InlineData("Alerts:Rules:headroom:OfWindows", "2", "which is 2")]
    [InlineData("Alerts:Rules:lost:For", "soon", "00:00:00 to 1.00:00:00")]
    [InlineData("Alerts:Rules:lost:Severity", "bad", "warning, critical")]
    [InlineData("Alerts:Rules:lost:Within", "03:00:00", "00:00:01 to 02:00:00")]
    [InlineData("Alerts:Rules:history:Threshold", "1", "Alerts:Rules:history:For")]
    [InlineData("Alerts:Rules:no_such:Threshold", "1", "Alerts:Rules:…")]
    [InlineData("Alerts:Webhooks:0:Format", "slack", "alertmanager, generic")]
    [InlineData("Alerts:Webhooks:0:SecretHeader", "a b", "the name of an HTTP header")]
    [InlineData("Alerts:Webhooks:0:SecretFile", "/no/such/file", "a file this program may read")]
    [InlineData("Alerts:Webhooks:0:Uri", "x", "Alerts:Webhooks:0:Url")]
    public void Alerts_ThatAreBad_AreNamedWithWhatIsAccepted(string key, string value, string accepted)
    {
        (string, string)[] address = key.Contains("Webhooks", StringComparison.Ordinal) ? [("Alerts:Webhooks:0:Url", "http://127.0.0.1:9")] : [];

        var complaint = Assert.Single(Assert.Throws<SettingsException>(() => Load([(key, value), .. address])).Complaints);

        Assert.StartsWith("AuditConsole:Alerts:", complaint, StringComparison.Ordinal);
        Assert.Contains(accepted, complaint, StringComparison.Ordinal);
        Assert.True(complaint.Length < 1500, complaint);
    }

    [Theory]
    [InlineData("s3cret")]
    [InlineData("ftp://host/s3cret")]
    [InlineData("https://user:s3cret@host/")]
    public void Webhook_WhoseAddressCannotBeUsed_IsNamedWithoutIt(string url)
    {
        var complaint = Assert.Single(Assert.Throws<SettingsException>(() => Load(("Alerts:Webhooks:0:Url", url))).Complaints);

        Assert.StartsWith("AuditConsole:Alerts:Webhooks:0:Url cannot be used", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Webhook_GivenTwice_IsRefused()
    {
        var complaint = Assert.Single(Assert.Throws<SettingsException>(() => Load(("Alerts:Webhooks:0:Url", "http://a/"), ("Alerts:Webhooks:1:Url", "http://a/"))).Complaints);

        Assert.Contains("no other webhook", complaint, StringComparison.Ordinal);
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
    public void Producers_WithoutTheStreamTheyAreCountedFrom_AreRefused()
    {
        var complaint = Assert.Single(Assert.Throws<SettingsException>(() => Load(("Records:Producers", "true"), ("Records:ReadLog", "off"))).Complaints);

        Assert.Contains("while Records:ReadLog is off", complaint, StringComparison.Ordinal);
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

    [Fact]
    public void History_InPostgres_TakesItsConnectionString()
    {
        var settings = Load(("History:Provider", "postgres"), ("History:ConnectionString", "Host=db;Username=audit;Password=secret"));

        Assert.Equal((HistoryProvider.Postgres, "Host=db;Username=audit;Password=secret"), (settings.HistoryProvider, settings.HistoryConnectionString));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Password=secret;no such=thing")]
    [InlineData("Username=audit;Password=secret")]
    public void History_InPostgresWithoutAServer_IsRefusedWithoutTheValue(string? connectionString)
    {
        var complaint = Assert.Single(Assert.Throws<SettingsException>(
            () => Load(("History:Provider", "postgres"), ("History:ConnectionString", connectionString ?? ""))).Complaints);

        Assert.Contains("Host=db", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Retention_LongerAtFullResolution_TakesTheSumsAlong()
    {
        var retention = Load(("History:Retention:Raw", "5000.00:00:00")).Retention;

        Assert.Equal((5000, 5000, 5000, 36500), (retention.Minutes.TotalDays, retention.QuarterHours.TotalDays, retention.Hours.TotalDays, retention.Days.TotalDays));
    }

    private static object Value(ConsoleSettings settings, string key) => key switch
    {
        "Source" => settings.Source,
        "HostName" => settings.HostName,
        "Sample:Interval" => settings.SampleInterval,
        "Poll:Interval" => settings.PollInterval!,
        "Poll:Mode" => settings.PollMode,
        "History:Retention:Raw" => settings.Retention.Raw,
        "Records:ReadLog" => settings.ReadLog,
        "Records:Producers" => settings.CountsProducers,
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
