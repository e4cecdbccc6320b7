using AuditConsole.Alerts;
using AuditConsole.Alerts.Delivery;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuditConsole.Api.Tests.Support;

/// <summary>The delivery to one receiver, on a clock that stands still unless a pause between two tries is over.</summary>
internal sealed class DeliveryHarness : IAsyncDisposable
{
    public static readonly HostDescription Host = new()
    {
        Host = "db-07",
        Source = HostSource.Kernel,
        System = "kernel",
        BootId = "boot",
        Connect = () => throw new InvalidOperationException("Nobody asks."),
    };

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(2);
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _services;
    private readonly Task _running;

    public DeliveryHarness(Uri url, WebhookFormat format = WebhookFormat.Generic, string? secretFile = null)
    {
        var services = new ServiceCollection();
        services.AddAlerts();
        _services = services.BuildServiceProvider();
        var webhook = new WebhookSettings(url, format, "Authorization", secretFile);
        var sender = new WebhookSender(webhook, TimeSpan.FromMinutes(1), _services.GetRequiredService<IHttpClientFactory>(), Clock);
        Delivery = new WebhookDelivery(webhook, sender, (notice, phase) => Told.Add((notice.Id, phase)), Clock, Log);
        _running = Delivery.RunAsync(_stop.Token);
    }

    public ManualTimeProvider Clock { get; } = new();

    /// <summary>A time after all firings of its notices.</summary>
    public DateTimeOffset Began { get; set; } = new ManualTimeProvider().GetUtcNow();

    public WebhookDelivery Delivery { get; }

    public List<(string Id, ToldPhase Phase)> Told { get; } = [];

    public ListLog Log { get; } = new();

    /// <summary>An alert of the rule <c>lost</c> that fired so many seconds ago, or is over since.</summary>
    public AlertNotice Notice(int number, ToldPhase phase = ToldPhase.Firing)
    {
        var rule = AlertRules.Of(new Dictionary<string, AlertRuleOptions>(), new AlertDefaults(false, TimeSpan.FromSeconds(15)))[0];
        var fired = Began.AddSeconds(number - 1000);
        return AlertNotice.Of(Host, rule, new AlertStatus
        {
            Rule = rule.Name,
            State = phase == ToldPhase.Firing ? AlertState.Firing : AlertState.Resolved,
            Since = fired,
            FiredAt = fired,
            ResolvedAt = phase == ToldPhase.Firing ? null : Clock.GetUtcNow(),
            Value = 37,
            Worst = 40,
            Text = "37 records lost in the last 10 min.",
            Remedy = "Give it more room.",
            Severity = AlertSeverity.Critical,
        }, Clock.GetUtcNow());
    }

    /// <summary>Waits for a state; where a pause between two tries is waited for, time passes up to its end.</summary>
    public async Task<DeliveryState> UntilAsync(Func<DeliveryState, bool> holds, bool letTimePass = true)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!holds(Delivery.State))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < s_patience, $"It never came to that: {Delivery.State}");
            // The state names the pause before its timer runs: time that passes in between would not end it.
            if (letTimePass && Delivery.State.NextTry - Clock.GetUtcNow() is { } pause && pause > TimeSpan.Zero && Clock.UntilNextTimer <= pause)
            {
                Clock.Advance(pause);
            }

            await Task.Delay(s_look, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return Delivery.State;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _services.DisposeAsync();
        _stop.Dispose();
    }
}

/// <summary>A log that a test reads.</summary>
internal sealed class ListLog : ILogger
{
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add($"{formatter(state, exception)} {exception}");
        }
    }
}
