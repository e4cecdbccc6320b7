using System.Threading.Channels;
using AuditConsole.Monitoring.Alerts;
using Polly;
using Polly.Retry;

namespace AuditConsole.Alerts.Delivery;

/// <summary>Tells one receiver, in order, and tries again with growing pauses for as long as it cannot be reached.</summary>
internal sealed partial class WebhookDelivery
{
    /// <summary>How many notices wait at most.</summary>
    public const int MostWaiting = 100;

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    private readonly WebhookSettings _webhook;
    private readonly WebhookSender _sender;
    private readonly Action<AlertNotice, ToldPhase> _onTold;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly NoticeQueue _queue = new(MostWaiting);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ResiliencePipeline<PostResult> _pipeline;
    private readonly Lock _gate = new();
    private DeliveryState _state;

    /// <param name="webhook">The receiver.</param>
    /// <param name="sender">Posts to it.</param>
    /// <param name="onTold">Called when it was told, or when it was given up to tell it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public WebhookDelivery(WebhookSettings webhook, WebhookSender sender, Action<AlertNotice, ToldPhase> onTold, TimeProvider time, ILogger logger)
    {
        (_webhook, _sender, _onTold, _time, _logger) = (webhook, sender, onTold, time, logger);
        _state = new DeliveryState { Key = webhook.Key, Receiver = webhook.Shown, Format = webhook.Format };
        _pipeline = new ResiliencePipelineBuilder<PostResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<PostResult>
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = s_shortestPause,
                MaxDelay = s_longestPause,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result is { Error: not null, IsFinal: false }),
                OnRetry = retry =>
                {
                    Update(state => state with { NextTry = _time.GetUtcNow() + retry.RetryDelay });
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>How the receiver stands.</summary>
    public DeliveryState State => Volatile.Read(ref _state);

    /// <summary>The receiver.</summary>
    public WebhookSettings Webhook => _webhook;

    /// <summary>Lets a notice wait for the receiver.</summary>
    public void Put(AlertNotice notice, bool again = false)
    {
        if (_queue.Put(notice, again) is { } dropped)
        {
            Update(state => state with { Dropped = state.Dropped + 1 });
            NoRoom(_webhook.Shown, dropped.Id, MostWaiting);
            _onTold(dropped, ToldPhase.Resolved);
        }

        Update(state => state with { Waiting = _queue.Count });
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Tells until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(cancellationToken))
        {
            while (_queue.Head is not null)
            {
                await _pipeline.ExecuteAsync(PostHeadAsync, cancellationToken);
            }
        }
    }

    // The head is looked at anew at each try: a newer word may have taken its place.
    private async ValueTask<PostResult> PostHeadAsync(CancellationToken cancellationToken)
    {
        if (_queue.Head is not { } notice)
        {
            return default;
        }

        var result = await _sender.PostAsync(notice, cancellationToken);
        var now = _time.GetUtcNow();
        var before = State;
        if (result.Error is { } error)
        {
            Update(state => state with { LastError = error, LastErrorAt = now, Refused = state.Refused + (result.IsFinal ? 1 : 0), NextTry = null });
            if (result.IsFinal)
            {
                Refused(_webhook.Shown, notice.Id, error);
                Done(notice);
            }
            else if (before.LastError != error)
            {
                Failing(_webhook.Shown, error);
            }

            return result;
        }

        Done(notice);
        Update(state => state with { LastSuccess = now, Delivered = state.Delivered + 1, LastError = null, LastErrorAt = null, NextTry = null });
        if (before.LastError is not null)
        {
            Recovered(_webhook.Shown);
        }

        return result;
    }

    private void Done(AlertNotice notice)
    {
        // Written down first: what is told twice does less harm than what is never told, and neither happens but for a kill right here.
        _onTold(notice, notice.Phase);
        _queue.Done(notice);
        Update(state => state with { Waiting = _queue.Count });
    }

    private void Update(Func<DeliveryState, DeliveryState> change)
    {
        lock (_gate)
        {
            Volatile.Write(ref _state, change(_state));
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "{Receiver} does not take alerts. {Error} It is tried again.")]
    private partial void Failing(string receiver, string error);

    [LoggerMessage(41, LogLevel.Information, "{Receiver} takes alerts again.")]
    private partial void Recovered(string receiver);

    [LoggerMessage(42, LogLevel.Error, "{Receiver} refused the alert {Id}, and is not told of it. {Error}")]
    private partial void Refused(string receiver, string id, string error);

    [LoggerMessage(43, LogLevel.Error, "{Receiver} is never told of the alert {Id}: more than {Most} wait for it.")]
    private partial void NoRoom(string receiver, string id, int most);
}
