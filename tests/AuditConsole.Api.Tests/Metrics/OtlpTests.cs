using System.Net;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Metrics.Otlp;
using AuditConsole.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Api.Tests.Metrics;

public sealed class OtlpTests
{
    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task Collector_GetsNamesUnitsAndValuesOfTheHost(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc: protocol == "grpc");
        await using var console = await StartAsync(
            receiver, ("AuditConsole:Metrics:Otlp:Protocol", protocol),
            ("AuditConsole:Poll:Interval", "00:00:01"), ("AuditConsole:Engine:BacklogLimit", "20"), ("AuditConsole:Engine:BacklogWaitTime", "0"));
        console.Burst(24);
        await console.PollAsync();
        await console.SampleAsync();

        Assert.True(await FlushAsync(console));
        var told = receiver.Requests.Last();

        Assert.Equal("auditconsole", told.Resource["service.name"]);
        AssertMetric(told, "linux.audit.backlog.usage", "{record}", "sum", 0);
        AssertMetric(told, "linux.audit.backlog.limit", "{record}", "sum", 20);
        AssertMetric(told, "linux.audit.backlog.utilization", "1", "gauge", 1.05);
        AssertMetric(told, "linux.audit.records.lost", "{record}", "counter", 3);
        AssertMetric(told, "linux.audit.backlog.wait.time", "s", "counter", 0);
        AssertMetric(told, "linux.audit.backlog.wait.limit", "s", "gauge", 0);
        AssertMetric(told, "linux.audit.rate.limit", "{record}/s", "gauge", 0);
        AssertMetric(told, "linux.audit.daemon.up", "1", "gauge", 0);
        Assert.All(["1m", "5m", "1h"], window => Assert.Equal(21, told["linux.audit.backlog.peak"].With("window", window)));
        Assert.Equal(1, told["linux.audit.state"].With("state", "on"));
        Assert.All(told.Metrics.SelectMany(metric => metric.Points), point =>
            Assert.Equal(("engine", "engine"), (point.Attributes["host"], point.Attributes["source"])));
    }

    [Fact]
    public async Task Collector_ThatRefuses_IsOfferedTheMetricsAgain()
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc: false);
        await using var console = await StartAsync(receiver);
        receiver.Answer = HttpStatusCode.BadRequest;
        var refused = await FlushAsync(console);
        receiver.Answer = HttpStatusCode.OK;

        Assert.False(refused);
        Assert.True(await FlushAsync(console));
        Assert.Single(receiver.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task Console_ThatStops_SendsOnceMore()
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc: false);
        await (await StartAsync(receiver)).DisposeAsync();

        // The last export is not waited for longer than the program has to stop.
        while (receiver.Requests.IsEmpty)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task Nothing_IsExported_WithoutAnEndpoint()
    {
        await using var console = await ConsoleFactory.StartAsync();

        Assert.Null(console.Services.GetService<OtlpExport>());
    }

    [Theory]
    [InlineData("http://collector:4318", OtlpProtocol.HttpProtobuf, "http://collector:4318/v1/metrics")]
    [InlineData("https://collector/otlp/metrics", OtlpProtocol.HttpProtobuf, "https://collector/otlp/metrics")]
    [InlineData("http://collector:4317", OtlpProtocol.Grpc, "http://collector:4317/")]
    public void Address_WithoutAPath_IsThatOfMetrics(string endpoint, OtlpProtocol protocol, string address) =>
        Assert.Equal(address, OtlpExport.Address(new OtlpSettings(new Uri(endpoint), protocol, TimeSpan.FromMinutes(1))).ToString());

    private static void AssertMetric(OtlpRequest told, string name, string unit, string kind, double value)
    {
        var metric = told[name];
        Assert.Equal((unit, kind, value), (metric.Unit, metric.Kind, Assert.Single(metric.Points).Value));
    }

    private static Task<ConsoleFactory> StartAsync(OtlpReceiver receiver, params (string Key, string Value)[] settings) =>
        ConsoleFactory.StartAsync([("AuditConsole:Metrics:Otlp:Endpoint", receiver.Address.ToString()), ("AuditConsole:Metrics:Otlp:Interval", "01:00:00"), .. settings]);

    private static Task<bool> FlushAsync(ConsoleFactory console) => Task.Run(() => console.Services.GetRequiredService<OtlpExport>().Flush(), TestContext.Current.CancellationToken);
}
