using AuditConsole.Engine;
using AuditConsole.Hosting;
using AuditConsole.Load;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuditConsole.Api.Tests.Support;

/// <summary>The whole console in process, on an engine and a clock that stand still until the test moves them, with a state folder of its own.</summary>
public class ConsoleFactory : WebApplicationFactory<Program>
{
    public const string Host = "engine";
    public const string HostRoute = $"/api/v1/hosts/{Host}";
    public static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(100);

    // Ends a test whose monitor has stopped; nothing is measured by it.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // Well within the time that a reply may take.
    private static readonly TimeSpan s_stride = TimeSpan.FromSeconds(2);

    private readonly (string Key, string Value)[] _settings;
    private readonly TemporaryFolder _state = new();
    private readonly ManualTimeProvider _clock = new();
    private IAsyncEnumerator<Snapshot>? _snapshots;
    private Task<bool> _nextSnapshot = Task.FromResult(false);

    public ConsoleFactory()
        : this([])
    {
    }

    internal ConsoleFactory(params (string Key, string Value)[] settings) => _settings = settings;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public string StateFolder => _state.Path;

    internal AuditEngine Engine => Services.GetRequiredService<MonitoredHost>().Engine!;

    internal HostFeed Feed => Services.GetRequiredService<IHostMonitor>().Feed;

    internal IHistory History => Services.GetRequiredService<IHistory>();

    /// <summary>A started console whose first sample is there.</summary>
    internal static async Task<ConsoleFactory> StartAsync(params (string Key, string Value)[] settings)
    {
        var factory = new ConsoleFactory(settings);
        await factory.WaitForFirstSampleAsync();
        return factory;
    }

    /// <summary>Moves the clock on, by one sample if not told otherwise, and waits for what the monitor publishes of a time after that.</summary>
    internal async Task<Snapshot> SampleAsync(TimeSpan? by = null)
    {
        await WaitForFirstSampleAsync();
        _clock.Advance(by ?? Sample);
        var due = Now;
        while (true)
        {
            await NextSnapshotAsync();
            var snapshot = _snapshots!.Current;
            _nextSnapshot = _snapshots.MoveNextAsync().AsTask();
            if (snapshot.At >= due)
            {
                return snapshot;
            }
        }
    }

    /// <summary>Lets a long time pass, no faster than the monitor follows: a leap would be taken for an engine that does not answer.</summary>
    internal async Task PassAsync(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            await SampleAsync(end - Now < s_stride ? end - Now : s_stride);
        }
    }

    /// <summary>Lets time pass until <paramref name="answer"/> is there, no faster than the server takes requests.</summary>
    internal async Task<T> DriveAsync<T>(Task<T> answer)
    {
        using var pace = CreateClient();
        while (!answer.IsCompleted)
        {
            await pace.GetStringAsync("/livez", TestContext.Current.CancellationToken);
            await SampleAsync();
        }

        return await answer;
    }

    /// <summary>Lets time pass, a sample or <paramref name="step"/> at a time, until so many windows are committed.</summary>
    internal async Task PollAsync(int windows = 1, TimeSpan? step = null)
    {
        for (var closed = Feed.RecentWindows.Count + windows; Feed.RecentWindows.Count < closed;)
        {
            await SampleAsync(step);
        }
    }

    /// <summary>Sets the wall clock on, so that what was just sampled is old.</summary>
    internal void StepWallClock(TimeSpan by) => _clock.StepWallClock(by);

    /// <summary>Logs records faster than the consumer can take them: it runs when the clock moves.</summary>
    internal void Burst(int records)
    {
        for (var i = 0; i < records; i++)
        {
            Engine.TryLog(AuditMessageType.Syscall, "arch=c000003e syscall=59 success=yes exit=0");
        }
    }

    internal HubConnection Hub(string? origin = null)
    {
        var sockets = Server.CreateWebSocketClient();
        sockets.ConfigureRequest = request =>
        {
            if (origin is not null)
            {
                request.Headers.Origin = origin;
            }
        };
        return WebSocketHub.Build(new Uri(Server.BaseAddress, "hubs/audit"), sockets.ConnectAsync);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _state.Dispose();
        GC.SuppressFinalize(this);
    }

    internal async Task WaitForFirstSampleAsync()
    {
        if (_snapshots is not null)
        {
            return;
        }

        _snapshots = Feed.WatchSnapshotsAsync(CancellationToken.None).GetAsyncEnumerator();
        _nextSnapshot = _snapshots.MoveNextAsync().AsTask();
        if (Feed.Latest is null)
        {
            await NextSnapshotAsync();
        }
    }

    private async Task NextSnapshotAsync()
    {
        try
        {
            await _nextSnapshot.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"At {Now:O} the monitor samples no more, last at {Feed.Latest?.At:O}. {Feed.State}", e);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSolutionRelativeContentRoot("", "AuditConsole.sln").UseEnvironment("Production");
        (string Key, string Value)[] defaults =
        [
            ("AuditConsole:Source", "engine"),
            ("AuditConsole:StateDirectory", _state.Path),
            ("AuditConsole:Engine:Scenario", "none"),
            ("AuditConsole:Poll:Interval", "01:00:00"),
            ("Logging:LogLevel:Default", "None"),
            ("Logging:LogLevel:Microsoft.AspNetCore", "None"),
            ("hostBuilder:reloadConfigOnChange", "false"),
        ];
        foreach (var (key, value) in defaults.Concat(_settings))
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));
    }
}
