using System.Net;
using System.Net.Sockets;
using AuditConsole.Settings;

namespace AuditConsole.Metrics.Statsd;

/// <summary>Sends the metrics of each host to a statsd server, with each of its windows or at an interval.</summary>
internal sealed partial class StatsdService(StatsdSettings settings, MetricHosts hosts, TimeProvider time, ILogger<StatsdService> logger) : BackgroundService
{
    private StatsdHost[] _hosts = [];
    private bool _failing;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _hosts = [.. hosts.All.Select(host => new StatsdHost(host, StatsdLines.PrefixOf(settings.Prefix, host)))];
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_hosts.Select(host => settings.Interval is { } interval ? AtIntervalAsync(host, interval, stoppingToken) : WithWindowsAsync(host, stoppingToken)));

    private async Task WithWindowsAsync(StatsdHost said, CancellationToken stoppingToken)
    {
        await foreach (var window in said.Host.Feed.WatchWindowsAsync(stoppingToken))
        {
            await SendAsync(said, window.Peak, stoppingToken);
        }
    }

    private async Task AtIntervalAsync(StatsdHost said, TimeSpan interval, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SendAsync(said, null, stoppingToken);
        }
    }

    private async Task SendAsync(StatsdHost said, uint? peak, CancellationToken cancellationToken)
    {
        var lines = said.Lines(peak, time.GetUtcNow());
        if (lines.Count == 0)
        {
            return;
        }

        try
        {
            var address = IPAddress.TryParse(settings.Host, out var literal) ? literal : (await Dns.GetHostAddressesAsync(settings.Host, cancellationToken))[0];
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            foreach (var datagram in StatsdLines.Pack(lines))
            {
                await socket.SendToAsync(datagram, new IPEndPoint(address, settings.Port), cancellationToken);
            }

            said.Sent();
            if (_failing)
            {
                _failing = false;
                Again(settings.Host, settings.Port);
            }
        }
        catch (SocketException e)
        {
            if (!_failing)
            {
                _failing = true;
                NotSent(settings.Host, settings.Port, e.Message);
            }
        }
    }

    [LoggerMessage(60, LogLevel.Warning, "Metrics cannot be sent to {Host}:{Port}; losses are added to what is sent next. {Problem}")]
    private partial void NotSent(string host, int port, string problem);

    [LoggerMessage(61, LogLevel.Information, "Metrics are sent to {Host}:{Port} again.")]
    private partial void Again(string host, int port);
}
