using AuditConsole.Access.Storage;

namespace AuditConsole.Access.SigningIn;

/// <summary>Ends what another program, such as the command line, or the mere passing of time has taken the right from.</summary>
internal sealed partial class AccessWatch(AccessFile file, LiveConnections connections, AccessLog log, TimeProvider time, ILogger<AccessWatch> logger) : BackgroundService
{
    private const int TicksPerMinute = 60;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        var seen = -1L;
        for (var tick = 0; await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(next => next.IsCompletedSuccessfully, TaskScheduler.Default); tick++)
        {
            try
            {
                var writes = file.OtherWrites();
                if (writes != seen || tick % TicksPerMinute == 0)
                {
                    connections.Check();
                    seen = writes;
                }
            }
            catch (AccessException e)
            {
                CannotLook(e.Message);
            }

            await log.FlushAsync(stoppingToken);
        }
    }

    [LoggerMessage(40, LogLevel.Error, "Sessions that have ended cannot be looked for. {Reason}")]
    private partial void CannotLook(string reason);
}
